import DropoutEngine

/// One sentence: a finding and where it is, its first half red.
struct FindingCaption {
  let finding: Finding
  let inks: Inks

  /// The fullest first.
  var choices: [[Run]] {
    let text = FindingText(finding: finding)
    let head = Run("\(inks.warning) \(finding.rule) \(text.sites)", inks.alarm)
    let what = Run(": " + StatusLine.cut(finding.what, 200), inks.text)
    let since = text.since.map { [Run("  \($0)", inks.label)] } ?? []
    return [[head, what] + since, [head, what], [head] + since, [head]]
  }
}

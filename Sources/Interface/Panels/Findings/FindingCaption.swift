import DropoutEngine

/// One sentence: a finding and where it is, its first half red.
struct FindingCaption {
  let finding: Finding
  let inks: Inks

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let text = FindingText(finding: finding)
    let head = Run("\(inks.warning) \(finding.rule) \(text.sites)", inks.alarm)
    let what = Run(": " + StatusLine.cut(finding.what, 200), inks.text)
    let since = text.since.map { [Run("  \($0)", inks.label)] } ?? []
    let choices = [[head, what] + since, [head, what], [head] + since, [head]]
    let fitting = choices.first { $0.width <= rect.width - 2 } ?? [head, what]
    canvas.write(fitting, x: rect.x + 1, y: rect.y, limit: rect.width - 2)
  }
}

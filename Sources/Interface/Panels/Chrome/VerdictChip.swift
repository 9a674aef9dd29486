import DropoutEngine

/// What the doctor concludes, in two words: quiet where all is well, a red chip where it is not.
struct VerdictChip {
  private let verdict: Verdict?
  private let inks: Inks

  init(_ conclusion: Conclusion?, _ inks: Inks) {
    verdict = conclusion?.verdict
    self.inks = inks
  }

  /// Goes before loss, pace and call do; nil where nothing was looked at.
  var part: Part? {
    guard let verdict else { return nil }
    let count = verdict.findings.count
    if count > 0 {
      let style = inks.badge(inks.theme.alarm)
      return Part(
        8, [Run(" \(inks.warning) \(VerdictChip.words(count)) ", style)],
        short: [Run(" \(inks.warning) \(count) ", style)], touch: .command(.view(7)))
    }
    guard verdict.looked.calls > 0 else { return nil }
    return Part(8, [Run("✓ healthy", inks.kept)], touch: .command(.view(7)))
  }

  /// `1 finding`, `3 findings`.
  static func words(_ count: Int) -> String { "\(count) \(count == 1 ? "finding" : "findings")" }
}

extension Inks {
  /// What says that something is wrong; in ASCII a mark that stands for nothing else.
  var warning: Unicode.Scalar { isASCII ? "!" : "▲" }
}

extension KeyBinding {
  /// The same row for terminals that show no arrows.
  package var ascii: KeyBinding {
    var row = self
    row.label = label.withArrowsInWords
    row.summary = summary.withArrowsInWords
    return row
  }
}

extension String {
  fileprivate var withArrowsInWords: String {
    let words: [Character: String] = ["←": "left", "→": "right", "↑": "up", "↓": "down"]
    return map { words[$0] ?? String($0) }.joined()
  }
}

/// Some words of a line that are shown together or not at all.
struct Part {
  var runs: [Run]
  /// What is left out first where there is no room: the highest rank.
  var rank: Int

  init(_ rank: Int, _ runs: [Run]) {
    self.rank = rank
    self.runs = runs
  }
}

extension Array where Element == Part {
  /// Leaves out parts of the highest ranks until the rest fits, `gap` cells apart.
  func fitting(_ width: Int, gap: Int) -> [Part] {
    var kept = self
    while kept.joinedWidth(gap) > width {
      guard let last = kept.indices.max(by: { kept[$0].rank < kept[$1].rank }) else { break }
      kept.remove(at: last)
    }
    return kept
  }

  /// The cells that all parts take, `gap` cells apart.
  func joinedWidth(_ gap: Int) -> Int {
    reduce(0) { $0 + $1.runs.width } + gap * Swift.max(0, count - 1)
  }
}

extension Canvas {
  /// Writes parts from a cell to the right, `gap` cells apart.
  mutating func write(_ parts: [Part], x: Int, y: Int, gap: Int) {
    var column = x
    for part in parts {
      write(part.runs, x: column, y: y)
      column += part.runs.width + gap
    }
  }
}

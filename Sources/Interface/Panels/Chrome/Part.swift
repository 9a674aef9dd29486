/// Some words of a line that are shown together or not at all.
struct Part {
  var runs: [Run]
  /// What is left out first where there is no room: the highest rank.
  var rank: Int
  /// What stands in for it before it is left out.
  var short: [Run]?
  /// What a press on it does.
  var touch: Touch?

  init(_ rank: Int, _ runs: [Run], short: [Run]? = nil, touch: Touch? = nil) {
    self.rank = rank
    self.runs = runs
    self.short = short
    self.touch = touch
  }
}

extension Array where Element == Part {
  /// The parts that fit side by side, `gap` cells apart: taken by rank, the lowest first, each in
  /// full or short, and those that do not fit left out. Order stays.
  func fitting(_ width: Int, gap: Int) -> [Part] {
    var chosen: [Int: [Run]] = [:]
    var used = -gap
    for index in indices.sorted(by: { self[$0].rank < self[$1].rank }) {
      let forms = [self[index].runs, self[index].short].compactMap { $0 }
      guard let runs = forms.first(where: { used + gap + $0.width <= width }) else { continue }
      chosen[index] = runs
      used += gap + runs.width
    }
    return indices.compactMap { index in
      chosen[index].map { Part(self[index].rank, $0, touch: self[index].touch) }
    }
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
      if let touch = part.touch {
        self.touch(Rect(x: column, y: y, width: part.runs.width, height: 1), touch)
      }
      column += part.runs.width + gap
    }
  }
}

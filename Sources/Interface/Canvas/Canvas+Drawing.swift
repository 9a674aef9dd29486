/// A stretch of text in one style.
struct Run: Equatable, Sendable {
  var text: String
  var style: Style

  init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }

  /// How many cells it takes: every scalar is shown in one.
  var width: Int { text.unicodeScalars.count }
}

extension Array where Element == Run {
  var width: Int { reduce(0) { $0 + $1.width } }
}

extension Canvas {
  /// Writes text from a cell to the right, cut after `limit` cells; unsafe characters become dots.
  mutating func write(_ text: String, _ style: Style, x: Int, y: Int, limit: Int = .max) {
    let scalars = text.unicodeScalars
    var box = 0..<Int.max
    if style.reverse, !scalars.allSatisfy({ $0 == " " }) {
      // Text in reverse is a box: one blank at each end belongs to it, others only keep it apart.
      let before = scalars.prefix { $0 == " " }.count
      let after = scalars.reversed().prefix { $0 == " " }.count
      box = max(0, before - 1)..<(scalars.count - max(0, after - 1))
    }
    for (index, scalar) in scalars.prefix(max(0, limit)).enumerated() {
      var style = style
      if !box.contains(index) { style.reverse = false }
      self[x + index, y] = Cell(Glyphs.safe(scalar), style)
    }
  }

  /// Writes runs one after the other, cut after `limit` cells.
  mutating func write(_ runs: [Run], x: Int, y: Int, limit: Int = .max) {
    var used = 0
    for run in runs where used < limit {
      write(run.text, run.style, x: x + used, y: y, limit: limit - used)
      used += run.width
    }
  }

  /// Puts one glyph into every cell of a rectangle.
  mutating func fill(_ rect: Rect, with cell: Cell) {
    for y in max(0, rect.y)..<max(0, rect.y, min(size.height, rect.maxY)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(size.width, rect.maxX)) { self[x, y] = cell }
    }
  }

  /// Draws a rounded border with runs set into its upper edge, left and right.
  ///
  /// - Parameters:
  ///   - left: cut where it does not fit.
  ///   - right: choices, the first that fits beside `left` is taken; none where none fits.
  mutating func box(_ rect: Rect, _ border: Style, left: [Run] = [], right: [[Run]] = []) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let (lastX, lastY) = (rect.maxX - 1, rect.maxY - 1)
    for x in rect.x + 1..<max(rect.x + 1, lastX) {
      self[x, rect.y] = Cell("─", border)
      self[x, lastY] = Cell("─", border)
    }
    for y in rect.y + 1..<max(rect.y + 1, lastY) {
      self[rect.x, y] = Cell("│", border)
      self[lastX, y] = Cell("│", border)
    }
    self[rect.x, rect.y] = Cell("╭", border)
    self[lastX, rect.y] = Cell("╮", border)
    self[rect.x, lastY] = Cell("╰", border)
    self[lastX, lastY] = Cell("╯", border)
    title(rect, left: left, right: right)
  }

  private mutating func title(_ rect: Rect, left: [Run], right: [[Run]]) {
    let room = rect.width - 5
    guard room > 0, !left.isEmpty else { return }
    let leftWidth = min(left.width, room)
    self[rect.x + 2, rect.y].glyph = " "
    write(left, x: rect.x + 3, y: rect.y, limit: leftWidth)
    self[rect.x + 3 + leftWidth, rect.y].glyph = " "
    guard let right = right.first(where: { leftWidth + $0.width + 4 <= room }) else { return }
    let start = rect.maxX - 3 - right.width
    self[start - 1, rect.y].glyph = " "
    write(right, x: start, y: rect.y)
    self[rect.maxX - 3, rect.y].glyph = " "
  }
}

/// What a terminal must be told so that it shows one frame in place of another: the cells that differ,
/// and where they are.
///
/// The terminal is plain again behind it, with its cursor at the last cell that was written.
///
/// - Parameter old: what is on the screen; nil for nothing at all, which is a frame of blank cells.
package func ansiChanges(from old: Canvas?, to new: Canvas, _ depth: ColorDepth) -> String {
  var writer = ChangeWriter(depth: depth)
  let blank = Cell(" ", Style())
  for y in 0..<new.size.height {
    for x in 0..<new.size.width {
      let cell = new[x, y]
      let before = old.map { $0.size == new.size ? $0[x, y] : blank } ?? blank
      if !writer.looksAlike(before, cell) { writer.write(cell, x: x, y: y, in: new) }
    }
  }
  return writer.ended()
}

/// Sequences as they grow, with what the terminal is known to have in force.
private struct ChangeWriter {
  let depth: ColorDepth
  private var text = ""
  private var fitted: [Style: FittedStyle] = [:]
  private var current = FittedStyle()
  private var cursor: (x: Int, y: Int)?

  /// To write so many cells once more takes no more bytes than to move over them.
  private static let bridge = 4

  init(depth: ColorDepth) { self.depth = depth }

  private mutating func look(_ style: Style) -> FittedStyle {
    if let known = fitted[style] { return known }
    let look = depth.fitted(style)
    fitted[style] = look
    return look
  }

  /// Whether two cells show the same: a blank shows no ink.
  mutating func looksAlike(_ a: Cell, _ b: Cell) -> Bool {
    if a == b { return true }
    guard a.glyph == b.glyph else { return false }
    var (first, second) = (look(a.style), look(b.style))
    if a.glyph == " " {
      first.wearInk(of: FittedStyle())
      second.wearInk(of: FittedStyle())
    }
    return first == second
  }

  mutating func write(_ cell: Cell, x: Int, y: Int, in canvas: Canvas) {
    move(x, y, in: canvas)
    put(cell)
    cursor = (x + 1, y)
  }

  private mutating func put(_ cell: Cell) {
    var wanted = look(cell.style)
    if cell.glyph == " " { wanted.wearInk(of: current) }
    if wanted != current { text += sequence(from: current, to: wanted) }
    current = wanted
    text.unicodeScalars.append(cell.glyph)
  }

  /// On the same row a few cells are written once more, where they need no other style.
  private mutating func move(_ x: Int, _ y: Int, in canvas: Canvas) {
    if let cursor, cursor == (x, y) { return }
    guard let cursor, cursor.y == y, cursor.x < x else {
      text += "\u{1B}[\(y + 1);\(x + 1)H"
      return
    }
    let between = (cursor.x..<x).map { canvas[$0, y] }
    let isPlain = between.allSatisfy { cell in
      var wanted = look(cell.style)
      if cell.glyph == " " { wanted.wearInk(of: current) }
      return wanted == current
    }
    if between.count <= Self.bridge, isPlain {
      for cell in between { put(cell) }
    } else {
      text += "\u{1B}[\(x - cursor.x)C"
    }
  }

  mutating func ended() -> String {
    if current != FittedStyle() { text += "\u{1B}[0m" }
    return text
  }
}

/// The rows of a site's box: its units, and under them what was kept and where that lies, as far as
/// there is room; in a low box what was kept stands in the border.
struct LayerRows {
  var grid: Rect
  var kept: Rect?
  var gauge: Rect?

  /// A box of that height has the two rows under its units.
  private static let least = 12

  init(_ box: Rect) {
    let body = box.inset(dx: 1, dy: 1)
    let rows = LayerRows.unitRows(box.height)
    grid = Rect(
      x: body.x + 1, y: body.y, width: max(0, body.width - 1), height: min(rows, body.height))
    guard box.height >= LayerRows.least else { return }
    let words = Rect(x: body.x + 1, y: grid.maxY, width: max(0, body.width - 2), height: 1)
    kept = words
    gauge = Rect(x: words.x, y: words.y + 1, width: words.width, height: 1)
  }

  /// Rows for units in a box of that height.
  static func unitRows(_ height: Int) -> Int {
    max(0, height - (height >= least ? 4 : 2))
  }
}

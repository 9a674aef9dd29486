/// The rows of a site's box: its units, and under them what was kept and where that lies, as far as
/// there is room; in a low box what was kept stands in the border.
struct LayerRows {
  var grid: Rect
  var kept: Rect?
  var gauge: Rect?

  /// A box of that height has the two rows under its units.
  private static let least = 12

  /// The rows of a site that is drawn as tiles: the gauge gives its row to a gap between them, where
  /// they would touch.
  init(_ box: Rect, tiles: Tiles?) {
    self.init(box)
    guard let tiles, gauge != nil, let kept else { return }
    let taller = Rect(x: grid.x, y: grid.y, width: grid.width, height: grid.height + 1)
    guard TileLayout(tiles, in: LayerRows.inner(grid))?.gap == 0,
      let layout = TileLayout(tiles, in: LayerRows.inner(taller)), layout.gap > 0
    else { return }
    grid = taller
    gauge = nil
    self.kept = Rect(x: kept.x, y: kept.y + 1, width: kept.width, height: 1)
  }

  /// Where tiles stand: a column is left free for what marks the last one.
  static func inner(_ grid: Rect) -> Rect {
    Rect(x: grid.x, y: grid.y, width: max(0, grid.width - 1), height: grid.height)
  }

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

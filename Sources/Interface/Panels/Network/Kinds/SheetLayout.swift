import DropoutEngine

extension TilePicture {
  /// Where its tiles stand; nil where there is no room, or several columns that are dropped as one
  /// would share a cell: then a block for each draw shows more.
  ///
  /// Elements are shown one by one where that is possible: wide, or each in a cell, or where colours
  /// can two in a cell; rows that fall as one as many as there is room for, under a strip of all.
  ///
  /// - Parameters:
  ///   - pairs: whether two values can be told apart in one cell.
  ///   - selected: the row that is to be seen, where rows fall as one.
  func layout(in area: Rect, pairs: Bool, selected: Int? = nil) -> TileLayout? {
    if isMap { return TileLayout(tiles, in: area) }
    let forms: [(stretch: Int, isPaired: Bool)] = [(2, false), (1, false), (2, true), (1, true)]
    for form in forms where pairs || !form.isPaired {
      for (hasTop, edge) in [(true, edge), (true, nil), (false, edge), (false, nil)] {
        let top = hasTop ? self.top(area) : Top()
        if let whole = whole(in: area, form.stretch, form.isPaired, top, edge) { return whole }
      }
    }
    if step == 0 { return window(in: area, pairs: pairs, selected: selected) }
    guard let shares = TileLayout(tiles, in: area) else { return nil }
    return isSharedDown && shares.shrink.width > 1 ? nil : shares
  }

  /// What stands above a single sheet.
  private struct Top {
    var rows = 0
    var strip: UnitGrid?
    var hasHeader = false
  }

  /// The mask of columns that fall as one, or of a table's rows.
  private func top(_ area: Rect) -> Top {
    guard count == 1 else { return Top() }
    if isSharedDown, step == 1 { return Top(rows: 1, hasHeader: true) }
    guard step == 0, isTable else { return Top() }
    let strip = strip(in: area)
    return Top(rows: strip.rect.height + 1, strip: strip)
  }

  /// In as few rows as there can be, and at most a third of all.
  private func strip(in area: Rect) -> UnitGrid {
    let most = max(1, area.height / 3)
    func grid(_ rows: Int) -> UnitGrid {
      UnitGrid(
        units: size.height, in: Rect(x: area.x, y: area.y, width: area.width, height: rows))
    }
    return (1...most).lazy.map(grid).first { !$0.isDensity && !$0.isPaired } ?? grid(most)
  }

  /// All elements, or nil where they do not fit.
  private func whole(
    in area: Rect, _ stretch: Int, _ isPaired: Bool, _ top: Top, _ edge: SheetEdge?
  ) -> TileLayout? {
    let side = edge?.width ?? 0
    let cells = Size(
      width: size.width * stretch + side,
      height: isPaired ? (size.height + 1) / 2 : size.height)
    let below = Rect(
      x: area.x, y: area.y + top.rows, width: area.width, height: area.height - top.rows)
    guard var layout = TileLayout(Tiles(count: count, cells: cells), in: below),
      layout.shrink.isOne, layout.count == count
    else { return nil }
    (layout.stretch, layout.isPaired, layout.edge) = (stretch, isPaired, side)
    layout.strip = top.strip
    if top.hasHeader { layout.header = area.y }
    return layout
  }

  /// As many rows as there is room for, under a strip of all of them.
  private func window(in area: Rect, pairs: Bool, selected: Int?) -> TileLayout? {
    let strip = strip(in: area)
    let top = strip.rect.height + 1
    let rows = area.height - top
    guard count == 1, rows > 1 else { return nil }
    let side = edge.map(\.width).flatMap { area.width >= 3 * $0 ? $0 : nil } ?? 0
    let shown = min(size.height, rows * (pairs ? 2 : 1))
    let below = Rect(x: area.x, y: area.y + top, width: area.width - side, height: rows)
    let stretch = 2 * size.width + side <= area.width ? 2 : 1
    let cells = Size(width: stretch * size.width, height: pairs ? (shown + 1) / 2 : shown)
    guard var layout = TileLayout(Tiles(count: 1, cells: cells), in: below) else { return nil }
    (layout.stretch, layout.isPaired, layout.edge) = (stretch, pairs, side)
    layout.tile.width += side
    layout.strip = strip
    layout.firstRow = max(0, min((selected ?? 0) - shown / 2, size.height - shown))
    return layout
  }
}

/// How a layer's units are laid out in a rectangle: one block a unit, or several units a cell.
package struct UnitGrid: Equatable, Sendable {
  /// Where the cells stand, centred in what was given.
  package var rect: Rect
  /// Units side by side.
  package var columns: Int
  package var rows: Int
  /// Cells that one unit takes across, its gap included, and down.
  package var cellWidth: Int
  package var cellHeight: Int
  /// Units shown.
  package var units: Int
  /// Whether a cell holds two units, one above the other.
  package var isPaired = false
  /// Whether a cell stands for several units and shows the share kept.
  package var isDensity: Bool

  /// The grid that fills a rectangle best: the largest blocks that fit, then a shape near the
  /// rectangle's, full rows preferred.
  ///
  /// - Parameter columns: the tensor's own columns, taken where they fit.
  package init(units: Int, in area: Rect, columns wanted: Int? = nil) {
    let units = max(0, units)
    self.units = units
    isDensity = false
    for (width, height) in [(8, 4), (6, 3), (4, 2), (2, 1), (1, 1)] {
      let mostColumns = (area.width + (width > 1 ? 1 : 0)) / width
      let mostRows = area.height / height
      guard mostColumns > 0, mostRows > 0, units <= mostColumns * mostRows else { continue }
      (cellWidth, cellHeight) = (width, height)
      let shape = UnitGrid.bestColumns(
        units, most: mostColumns, mostRows: mostRows, of: wanted ?? 1,
        aspect: Double(area.width) / Double(width) * Double(height) / Double(area.height))
      let own = wanted.flatMap { UnitGrid.fits($0, units, mostColumns, mostRows) ? $0 : nil }
      columns = own ?? shape
      rows = units == 0 ? 0 : (units + columns - 1) / columns
      rect = UnitGrid.centred(
        in: area, width: columns * width - (width > 1 ? 1 : 0), height: rows * height)
      return
    }
    (cellWidth, cellHeight) = (1, 1)
    if area.width > 0, area.height > 0, units <= 2 * area.width * area.height {
      isPaired = true
      columns = UnitGrid.bestColumns(
        units, most: area.width, mostRows: 2 * area.height, of: wanted ?? 1,
        aspect: Double(area.width) / Double(2 * area.height))
      rows = (units + columns - 1) / columns
      rect = UnitGrid.centred(in: area, width: columns, height: (rows + 1) / 2)
      return
    }
    isDensity = true
    columns = max(0, area.width)
    rows = columns == 0 ? 0 : max(0, area.height)
    rect = Rect(x: area.x, y: area.y, width: columns, height: rows)
  }

  /// The best of the grids for several areas: single units before density, then large blocks, then
  /// full rows; the earliest area among equals.
  package static func best(units: Int, in areas: [Rect], columns: Int? = nil) -> UnitGrid {
    precondition(!areas.isEmpty, "a grid needs an area")
    func score(_ grid: UnitGrid) -> Int {
      grid.isDensity
        ? 0
        : grid.isPaired ? 1 : 2 * grid.cellWidth + (grid.units % max(1, grid.columns) == 0 ? 1 : 0)
    }
    let grids = areas.map { UnitGrid(units: units, in: $0, columns: columns) }
    return grids.dropFirst().reduce(grids[0]) { score($1) > score($0) ? $1 : $0 }
  }

  /// Cells that hold something.
  package var cells: Int {
    isDensity ? columns * rows : isPaired ? columns * rect.height : units
  }

  /// How many units further the one below stands.
  package var unitsPerRow: Int {
    isDensity && rows > 0 ? max(1, units / rows) : max(1, columns)
  }

  /// The two units of cell `index`, upper and lower; nil where the last rows have none.
  package func pair(ofCell index: Int) -> (upper: Int?, lower: Int?) {
    let (row, column) = index.quotientAndRemainder(dividingBy: max(1, columns))
    let (upper, lower) = (2 * row * columns + column, (2 * row + 1) * columns + column)
    return (upper < units ? upper : nil, lower < units ? lower : nil)
  }

  /// The units that cell `index` stands for.
  package func units(ofCell index: Int) -> Range<Int> {
    guard isDensity, cells > 0 else { return index..<index + 1 }
    return share(index)..<share(index + 1)
  }

  /// Top left corner of cell `index`.
  package func origin(ofCell index: Int) -> (x: Int, y: Int) {
    let columns = max(1, columns)
    return (rect.x + index % columns * cellWidth, rect.y + index / columns * cellHeight)
  }

  /// `units * index / cells` without overflow.
  private func share(_ index: Int) -> Int {
    let (quotient, remainder) = units.quotientAndRemainder(dividingBy: cells)
    return quotient * index + remainder * index / cells
  }

  /// - Parameter part: whole multiples of it are preferred.
  private static func bestColumns(
    _ units: Int, most: Int, mostRows: Int, of part: Int, aspect: Double
  ) -> Int {
    guard units > 0 else { return 1 }
    let least = max(1, (units + mostRows - 1) / mostRows)
    var best = least
    var lowest = Double.infinity
    for columns in least...max(least, min(most, units)) {
      let rows = (units + columns - 1) / columns
      let shape = Double(columns) / Double(rows) / aspect
      let stretch = max(shape, 1 / shape)
      let ragged = units % columns == 0 && columns % max(1, part) == 0 ? 1.0 : 2.5
      if stretch * ragged < lowest { (best, lowest) = (columns, stretch * ragged) }
    }
    return best
  }

  private static func fits(_ columns: Int, _ units: Int, _ most: Int, _ mostRows: Int) -> Bool {
    columns > 0 && columns <= most && (units + columns - 1) / columns <= mostRows
  }

  private static func centred(in area: Rect, width: Int, height: Int) -> Rect {
    Rect(
      x: area.x + max(0, area.width - width) / 2, y: area.y + max(0, area.height - height) / 2,
      width: max(0, width), height: height)
  }
}

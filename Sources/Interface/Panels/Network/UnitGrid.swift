/// How a layer's units are laid out in a rectangle: one block a unit, or several units a cell.
///
/// All columns are equally far apart, and so are all rows.
package struct UnitGrid: Equatable, Sendable {
  /// Where the cells stand: at the top of what was given, in the middle of its width.
  package var rect: Rect
  /// Units side by side.
  package var columns: Int
  package var rows: Int
  /// Cells from one unit to the next, the gap included: 3, 2 or 1.
  package var pitch: Int
  /// Units shown.
  package var units: Int
  /// Whether a cell holds two units, one above the other.
  package var isPaired = false
  /// Whether a cell stands for several units and shows the share kept.
  package var isDensity = false

  /// The grid that fits a rectangle: blocks of two cells and a gap, of one and a gap, of one; then
  /// two units a cell; then shares.
  ///
  /// - Parameter own: the tensor's own columns, taken where they fit, or else a multiple of them.
  package init(units: Int, in area: Rect, columns own: Int? = nil) {
    self.units = max(0, units)
    let choices = [(3, false), (2, false), (1, false), (1, true)]
    func grid(_ pitch: Int, _ isPaired: Bool, _ columns: Int?) -> UnitGrid? {
      UnitGrid(max(0, units), pitch, isPaired: isPaired, in: area, columns: columns)
    }
    func rooms(_ isPaired: Bool) -> Int { max(1, area.height * (isPaired ? 2 : 1)) }
    /// Columns that hold all units in whole rows of the tensor's own.
    func multiple(_ own: Int, _ isPaired: Bool) -> Int {
      let least = (max(0, units) + rooms(isPaired) - 1) / rooms(isPaired)
      return (least + own - 1) / max(1, own) * own
    }
    let fitting =
      own.flatMap { own in choices.lazy.compactMap { grid($0.0, $0.1, own) }.first }
      ?? own.flatMap { own in
        choices.lazy.compactMap { grid($0.0, $0.1, multiple(own, $0.1)) }.first
      }
      ?? choices.lazy.compactMap { pitch, isPaired in
        grid(pitch, isPaired, UnitGrid.fewestColumns(max(0, units), rows: rooms(isPaired)))
      }.first
    if let fitting {
      self = fitting
      return
    }
    pitch = 1
    isDensity = true
    columns = max(0, area.width)
    rows = columns == 0 ? 0 : max(0, area.height)
    rect = Rect(x: area.x, y: area.y, width: columns, height: rows)
  }

  /// Nil where they do not fit.
  private init?(_ units: Int, _ pitch: Int, isPaired: Bool, in area: Rect, columns: Int?) {
    guard let columns, columns > 0, columns <= area.width / pitch, area.height > 0 else {
      return nil
    }
    (self.units, self.columns, self.pitch, self.isPaired) = (units, columns, pitch, isPaired)
    rows = (units + columns - 1) / columns
    let height = isPaired ? (rows + 1) / 2 : rows
    guard height <= area.height else { return nil }
    let width = columns * pitch
    rect = Rect(
      x: area.x + (area.width - width) / 2, y: area.y, width: width, height: height)
  }

  /// The fewest columns that so many rows hold all units in, full rows preferred where that takes
  /// few more.
  static func fewestColumns(_ units: Int, rows: Int) -> Int {
    guard units > 0, rows > 0 else { return 1 }
    let least = (units - 1) / rows + 1
    // No screen is that wide.
    guard least < 512 else { return least }
    return (least...least + (least + 1) / 2 + 1).first { units % $0 == 0 } ?? least
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

  /// The unit that a cell of the screen shows, the upper or the first of several; nil where it shows
  /// none.
  func unit(at point: Point) -> Int? {
    guard rect.contains(point), pitch > 0 else { return nil }
    let cell = (point.y - rect.y) * columns + (point.x - rect.x) / pitch
    guard (point.x - rect.x) / pitch < columns, cell < cells else { return nil }
    let unit = isPaired ? pair(ofCell: cell).upper : units(ofCell: cell).lowerBound
    return unit.flatMap { $0 < units ? $0 : nil }
  }

  /// Top left corner of cell `index`.
  package func origin(ofCell index: Int) -> (x: Int, y: Int) {
    let (row, column) = index.quotientAndRemainder(dividingBy: max(1, columns))
    return (rect.x + column * pitch, rect.y + row)
  }

  /// `units * index / cells` without overflow.
  private func share(_ index: Int) -> Int {
    let (quotient, remainder) = units.quotientAndRemainder(dividingBy: cells)
    return quotient * index + remainder * index / cells
  }
}

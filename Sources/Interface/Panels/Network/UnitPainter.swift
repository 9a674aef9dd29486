/// Paints the units of a layer into its grid.
///
/// A unit is told by shape and by colour: kept is a block that carries its activation, dropped is a
/// dim dot. Negative activations have a hue of their own.
struct UnitPainter {
  let units: LayerUnits
  let grid: UnitGrid
  /// The selected unit.
  let selected: Int?
  private let inks: Inks
  private let positive: Ramp
  private let negative: Ramp
  private let unknown: Cell

  init(inks: Inks, units: LayerUnits, grid: UnitGrid, selected: Int?) {
    self.inks = inks
    self.units = units
    self.grid = grid
    self.selected = selected
    positive = Ramp(inks, inks.theme.kept)
    negative = Ramp(inks, inks.theme.colors[0xE])
    // Where a log has no values, every kept unit looks alike.
    unknown = Ramp(inks, inks.theme.kept).block(0.7)
  }

  func draw(into canvas: inout Canvas) {
    if grid.isPaired {
      drawPairs(&canvas)
      return
    }
    for cell in 0..<grid.cells {
      let (x, y) = grid.origin(ofCell: cell)
      let covered = grid.units(ofCell: cell)
      let isSelected = selected.map(covered.contains) ?? false
      if grid.isDensity {
        canvas[x, y] = density(covered, isSelected)
      } else if units.isKept(cell) {
        paintBlock(block(cell, isSelected), x, y, &canvas)
      } else {
        paintDot(x, y, isSelected, &canvas)
      }
    }
  }

  /// Two units a cell: half blocks in two colours; in shades, how many of the two are kept.
  private func drawPairs(_ canvas: inout Canvas) {
    for cell in 0..<grid.cells {
      let (x, y) = grid.origin(ofCell: cell)
      let pair = grid.pair(ofCell: cell)
      let shown = [pair.upper, pair.lower].compactMap { $0 }
      let kept = shown.filter(units.isKept)
      guard !shown.isEmpty else { continue }
      let isSelected = selected.map(shown.contains) ?? false
      if kept.isEmpty {
        canvas[x, y] = Cell("·", isSelected ? inks.hotkey : inks.faint)
      } else if inks.shadesCarryValue {
        let share = Double(kept.count) / Double(shown.count)
        canvas[x, y] = positive.block(share)
        if isSelected { canvas[x, y].style = highlighted(canvas[x, y].style) }
      } else {
        let colors = [pair.upper, pair.lower].map { unit in
          unit.flatMap { units.isKept($0) ? block($0, $0 == selected).style.foreground : nil }
        }
        canvas[x, y] = Cell(
          "▀",
          Style(
            foreground: colors[0] ?? inks.theme.ground, background: colors[1] ?? inks.theme.ground))
      }
    }
  }

  /// The share kept of the units behind one cell.
  private func density(_ covered: Range<Int>, _ isSelected: Bool) -> Cell {
    let share = covered.isEmpty ? 1 : Double(units.kept(covered)) / Double(covered.count)
    var cell = share > 0 ? positive.block(share) : Cell("·", inks.faint)
    if isSelected { cell.style = highlighted(cell.style) }
    return cell
  }

  private func block(_ unit: Int, _ isSelected: Bool) -> Cell {
    var cell = unknown
    if let value = units.before(unit) {
      let share = Double(abs(value) / units.peak)
      cell = (value < 0 ? negative : positive).block(share.isNaN ? 1 : share)
    }
    if isSelected { cell.style = highlighted(cell.style) }
    return cell
  }

  private func highlighted(_ style: Style) -> Style {
    guard inks.hasColor else { return Style(bold: true, reverse: true) }
    return inks.accent
  }

  /// A block with a gap to its right, and below where blocks are tall.
  private func paintBlock(_ cell: Cell, _ x: Int, _ y: Int, _ canvas: inout Canvas) {
    let (width, height) = (grid.cellWidth, grid.cellHeight)
    let shaded = inks.shadesCarryValue
    for row in 0..<max(1, height) {
      let isLastRow = height > 1 && row == height - 1
      if isLastRow, shaded { continue }
      for column in 0..<max(1, width - 1) {
        canvas[x + column, y + row] = Cell(isLastRow ? "▀" : cell.glyph, cell.style)
      }
      if width == 2, !shaded { canvas[x + 1, y + row] = Cell("▌", cell.style) }
    }
  }

  private func paintDot(_ x: Int, _ y: Int, _ isSelected: Bool, _ canvas: inout Canvas) {
    var style = inks.faint
    if isSelected {
      style = inks.hasColor ? inks.badge(inks.theme.accent) : Style(bold: true, reverse: true)
    }
    let (dx, dy) = ((grid.cellWidth - 1) / 2, (grid.cellHeight - 1) / 2)
    canvas[x + dx, y + dy] = Cell("·", style)
  }
}

import DropoutEngine

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
    if let density = units.density, grid.isDensity || units.isOnTiles {
      drawDensity(density, &canvas)
      return
    }
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
      } else {
        switch units.isKept(cell) {
        case true?: paintBlock(block(cell, isSelected), x, y, &canvas)
        case false?: paintDot("·", x, y, isSelected, &canvas)
        case nil: paintDot("–", x, y, isSelected, &canvas)
        }
      }
    }
  }

  /// Two units a cell: half blocks in two colours; in shades, how many of the two are kept.
  private func drawPairs(_ canvas: inout Canvas) {
    for cell in 0..<grid.cells {
      let (x, y) = grid.origin(ofCell: cell)
      let pair = grid.pair(ofCell: cell)
      let shown = [pair.upper, pair.lower].compactMap { $0 }
      let kept = shown.filter { units.isKept($0) == true }
      guard !shown.isEmpty else { continue }
      let isSelected = selected.map(shown.contains) ?? false
      if kept.isEmpty {
        let isKnown = shown.contains { units.isKept($0) != nil }
        canvas[x, y] = Cell(isKnown ? "·" : "–", isSelected ? inks.hotkey : inks.faint)
      } else if inks.shadesCarryValue {
        let share = Double(kept.count) / Double(shown.count)
        canvas[x, y] = positive.block(share)
        if isSelected { canvas[x, y].style = highlighted(canvas[x, y].style) }
      } else {
        let colors = [pair.upper, pair.lower].map { unit in
          unit.flatMap {
            units.isKept($0) == true ? block($0, $0 == selected).style.foreground : nil
          }
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
    var cell = density(units.kept(covered))
    if isSelected { cell.style = highlighted(cell.style) }
    return cell
  }

  private func density(_ count: KeptCount?) -> Cell {
    guard let count else { return Cell("–", inks.faint) }
    let share = count.of == 0 ? 1 : Double(count.kept) / Double(count.of)
    return share > 0 ? positive.block(share) : Cell("·", inks.faint)
  }

  /// A tensor in its own shape, blocks of rows and columns to a cell. The selected element is lit
  /// where its block is.
  private func drawDensity(_ density: MaskDensity, _ canvas: inout Canvas) {
    let finest = density.finest
    let (rows, columns) = (
      min(grid.rect.height, finest.rows), min(grid.rect.width, finest.columns)
    )
    let cells = density.cells(rows: rows, columns: columns)
    // Few blocks are made larger, so that they fill the room they have.
    let (height, width) = (grid.rect.height / max(1, rows), grid.rect.width / max(1, columns))
    guard rows > 0, columns > 0, height > 0, width > 0 else { return }
    let left = grid.rect.x + (grid.rect.width - width * columns) / 2
    for (index, count) in cells.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let area = Rect(
        x: left + column * width, y: grid.rect.y + row * height, width: width, height: height)
      canvas.fill(area, with: self.density(count))
    }
    guard let selected, let place = density.cell(of: selected, rows: rows, columns: columns) else {
      return
    }
    let (x, y) = (left + place.column * width, grid.rect.y + place.row * height)
    for dx in 0..<width {
      for dy in 0..<height {
        canvas[x + dx, y + dy].style = highlighted(canvas[x + dx, y + dy].style)
      }
    }
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

  private func paintDot(
    _ glyph: Unicode.Scalar, _ x: Int, _ y: Int, _ isSelected: Bool, _ canvas: inout Canvas
  ) {
    var style = inks.faint
    if isSelected {
      style = inks.hasColor ? inks.badge(inks.theme.accent) : Style(bold: true, reverse: true)
    }
    let (dx, dy) = ((grid.cellWidth - 1) / 2, (grid.cellHeight - 1) / 2)
    canvas[x + dx, y + dy] = Cell(glyph, style)
  }
}

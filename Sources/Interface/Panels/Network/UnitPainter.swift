import DropoutEngine
import RealModule

/// Paints the units of a layer into its grid.
///
/// A unit is told by shape and by colour: kept is a block that carries its activation, dropped is a
/// dim dot. Negative activations have a hue of their own.
struct UnitPainter {
  let units: LayerUnits
  let grid: UnitGrid
  /// The selected unit.
  let selected: Int?
  /// The chance of keeping, where it is known: shares of many units are seen against it.
  let keep: Double?
  private let inks: Inks
  private let positive: Ramp
  private let negative: Ramp
  private let unknown: Cell

  init(inks: Inks, units: LayerUnits, grid: UnitGrid, selected: Int?, keep: Double?) {
    self.inks = inks
    self.units = units
    self.grid = grid
    self.selected = selected
    self.keep = keep
    positive = Ramp(inks, inks.theme.kept)
    negative = Ramp(inks, inks.theme.negative)
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
        canvas[x, y] = share(covered)
        if isSelected { canvas[x, y].style = highlighted }
      } else {
        paint(cell, x, y, &canvas)
      }
    }
    if let selected, !grid.isDensity, selected < grid.cells { mark(selected, &canvas) }
  }

  /// One unit: a block of two cells, or one, and the gap to its right.
  private func paint(_ unit: Int, _ x: Int, _ y: Int, _ canvas: inout Canvas) {
    if let factor = units.factor(unit) {
      paint(self.factor(factor), x, y, &canvas)
      return
    }
    switch units.isKept(unit) {
    case true?:
      var cell = block(unit)
      if !inks.shadesCarryValue { cell.glyph = grid.pitch == 2 ? "▆" : "▇" }
      canvas[x, y] = cell
      if grid.pitch == 3 { canvas[x + 1, y] = cell }
    case false?:
      // Where dropped is a number of its own, its cell is not empty.
      canvas[x, y] = units.fill == nil ? Cell("·", inks.droppedUnit) : filled
    case nil: canvas[x, y] = Cell("–", inks.faint)
    }
  }

  private var filled: Cell { Cell("▪", inks.ink(inks.theme.negative)) }

  private func paint(_ cell: Cell, _ x: Int, _ y: Int, _ canvas: inout Canvas) {
    canvas[x, y] = cell
    if grid.pitch == 3 { canvas[x + 1, y] = cell }
  }

  /// A factor from 0, the ground, to 2; one below 0 turns a sign and has a mark of its own.
  private func factor(_ factor: Double) -> Cell {
    guard factor >= 0 else { return Cell("−", inks.ink(inks.theme.negative)) }
    var cell = Ramp(inks, inks.theme.kept, floor: 0.08).block(min(1, factor / 2))
    if !inks.shadesCarryValue { cell.glyph = grid.pitch == 2 ? "▆" : "▇" }
    return cell
  }

  /// Brackets in the gaps around the selected unit; where there are none, its cell is lit.
  private func mark(_ unit: Int, _ canvas: inout Canvas) {
    let (x, y) = grid.origin(ofCell: unit)
    guard grid.pitch > 1 else {
      canvas[x, y].style = highlighted
      return
    }
    let isWide = grid.pitch == 3 && units.isKept(unit) == true
    canvas[x - 1, y] = Cell("‹", inks.hotkey)
    canvas[x + (isWide ? 2 : 1), y] = Cell("›", inks.hotkey)
  }

  /// A cell of several units: the share kept; of factors how far their mean lies from 1, in their own
  /// standard deviations.
  private func share(_ covered: Range<Int>) -> Cell {
    guard let mean = units.meanFactor(covered) else { return density(units.kept(covered)) }
    let spread = units.factorSpread
    let distance = spread > 0 ? (mean - 1) / spread * Double(covered.count).squareRoot() : 0
    let tone = min(1, max(0.12, 0.45 + 0.13 * distance))
    let glyph = inks.shadesCarryValue ? positive.block(tone).glyph : "█"
    return Cell(glyph, positive.style(at: tone))
  }

  /// Two units a cell: half blocks in two colours; in shades, how many of the two are kept.
  private func drawPairs(_ canvas: inout Canvas) {
    for cell in 0..<grid.cells {
      let (x, y) = grid.origin(ofCell: cell)
      let pair = grid.pair(ofCell: cell)
      let shown = [pair.upper, pair.lower].compactMap { $0 }
      if let first = shown.first, units.factor(first) != nil {
        canvas[x, y] = share(first..<first + 1)
        if inks.hasColor, !inks.shadesCarryValue {
          let halves = shown.map { factor(units.factor($0) ?? 1).style.foreground }
          let lower = halves.count > 1 ? halves[1] : inks.theme.ground
          canvas[x, y] = Cell("▀", Style(foreground: halves[0], background: lower))
        }
        continue
      }
      let kept = shown.filter { units.isKept($0) == true }
      guard !shown.isEmpty else { continue }
      if kept.isEmpty {
        let isKnown = shown.contains { units.isKept($0) != nil }
        canvas[x, y] =
          isKnown && units.fill != nil
          ? filled : Cell(isKnown ? "·" : "–", isKnown ? inks.droppedUnit : inks.faint)
      } else if inks.shadesCarryValue {
        canvas[x, y] = positive.block(Double(kept.count) / Double(shown.count))
      } else {
        let colors = [pair.upper, pair.lower].map { unit in
          unit.flatMap { units.isKept($0) == true ? block($0).style.foreground : nil }
        }
        // Where dropped is a number of its own, its half is not empty.
        let empty = units.fill == nil ? inks.theme.ground : inks.theme.negative
        canvas[x, y] = Cell(
          "▀",
          Style(
            foreground: colors[0] ?? empty,
            background: colors[1] ?? (pair.lower == nil ? inks.theme.ground : empty)))
      }
      if selected.map(shown.contains) ?? false { canvas[x, y].style = highlighted }
    }
  }

  private func density(_ count: KeptCount?) -> Cell {
    DensityCell(inks: inks, keep: keep).cell(count)
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
      for dy in 0..<height { canvas[x + dx, y + dy].style = highlighted }
    }
  }

  /// The tone carries the activation, over the largest of this sample and layer.
  private func block(_ unit: Int) -> Cell {
    guard let value = units.before(unit) else { return unknown }
    let share = Double(abs(value) / units.peak)
    let tone = share.isNaN ? 1 : Double.pow(min(share, 1), 0.75)
    return (value < 0 ? negative : positive).block(tone)
  }

  private var highlighted: Style {
    inks.hasColor ? inks.accent : Style(bold: true, reverse: true)
  }
}

import DropoutEngine
import PlainText

/// One dropout layer: its units as a grid, kept ones as blocks and dropped ones as dots.
struct LayerBox {
  let scene: Scene
  let index: Int
  /// The tensor's own columns, where the whole tensor is shown.
  let columns: Int?

  private var layer: SiteCall { scene.call.sites[index] }
  private var isSelected: Bool { scene.selected == index }
  /// The selected unit, counted as the grid counts.
  private var unit: Int? {
    guard isSelected, let unit = scene.state.unit else { return nil }
    let count = scene.showsWholeTensor ? layer.maskElements : layer.units
    return unit >= 0 && unit < count ? unit : nil
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    let units = LayerUnits(scene, layer: index)
    let border = isSelected ? (inks.hasColor ? inks.accent : Style(bold: true)) : inks.border
    let rate = layer.rate.map { decimal($0.value, 2) }
    canvas.box(
      rect, border, left: [Run(title(units.count, room: rect.width - 6), inks.strong)],
      right: rate.map { [[Run("p ", inks.label), Run($0, inks.text)]] } ?? [])
    let rows = LayerRows(rect)
    guard !rows.grid.isEmpty else { return }
    let grid = UnitGrid.best(units: units.count, in: rows.areas, columns: columns)
    if units.isUnknown {
      drawUnknown(in: rows.grid, &canvas)
    } else {
      UnitPainter(inks: inks, units: units, grid: grid, selected: unit).draw(into: &canvas)
    }
    if let row = rows.bar {
      if let unit, rows.unit == nil {
        drawUnit(unit, units, in: row, &canvas)
      } else {
        drawBar(units, in: row, &canvas)
      }
    }
    if let row = rows.unit {
      if let unit {
        drawUnit(unit, units, in: row, &canvas)
      } else if let hint = hints(units, grid).first(where: { $0.count <= row.width }) {
        canvas.write(hint, inks.label, x: row.x, y: row.y)
      }
    }
  }

  /// What the grid is, where that is not plain to see, in full and short.
  private func hints(_ units: LayerUnits, _ grid: UnitGrid) -> [String] {
    let density = "a cell: the share kept of \(units.count / max(1, grid.cells)) units"
    let isDensity = grid.isDensity && !units.isUnknown
    guard scene.showsWholeTensor, let shape = layer.maskShape else {
      return isDensity ? [density] : []
    }
    let plane = Plane(shape)
    let rows = "\(plane.rows) row\(plane.rows == 1 ? "" : "s") of \(plane.columns)"
    if let drawn = layer.drawn, drawn != layer.shape {
      let each = layer.elements / max(1, layer.maskElements)
      return [
        "drawn \(LayerBox.text(drawn)): \(rows), each decides about \(each)",
        "drawn \(LayerBox.text(drawn)): \(rows)", rows,
      ]
    }
    guard shape.count > 2 else { return isDensity ? [density] : [] }
    return (isDensity ? [rows + ", " + density] : []) + [rows]
  }

  /// Words in the place of a grid of which nothing is on record.
  private func drawUnknown(in area: Rect, _ canvas: inout Canvas) {
    var digest: String?
    if case .unrecorded(let found, _) = layer.draw { digest = found }
    let choices = [
      digest.map { "mask not logged, digest \($0)" }, "mask not logged", "not logged", "–",
    ]
    guard let words = choices.compactMap({ $0 }).first(where: { $0.count <= area.width }) else {
      return
    }
    canvas.write(
      words, scene.inks.label, x: area.x + (area.width - words.count) / 2,
      y: area.y + area.height / 2, limit: area.width)
  }

  /// `16×4×16×16`, the first six axes of it.
  static func text(_ shape: [Int]) -> String {
    shape.prefix(6).map(String.init).joined(separator: "×")
  }

  /// The name and the size, as much of both as there is room for.
  private func title(_ units: Int, room: Int) -> String {
    let size = scene.showsWholeTensor ? LayerBox.text(layer.shape ?? []) : "\(units)"
    let gap = room < 24 ? " " : "  "
    let whole = layer.id.title + (size.isEmpty ? "" : gap + size)
    if whole.unicodeScalars.count <= room { return whole }
    // Of a path the end tells more than the beginning.
    return layer.name.contains(".")
      ? StatusLine.cutFront(layer.id.title, room) : StatusLine.cut(layer.id.title, room)
  }

  /// `kept 66/128 ━━━┿━━━ 51.6%`, the tick where the rate would have it.
  private func drawBar(_ units: LayerUnits, in row: Rect, _ canvas: inout Canvas) {
    let inks = scene.inks
    let counted = units.isUnknown ? recorded : units.keptOfAll
    let words = counted.map { "\($0.kept)/\($0.of)" } ?? "–"
    let parts = [
      Part(2, [Run("kept", inks.label)]), Part(0, [Run(words, inks.text)]),
    ].fitting(row.width, gap: 1)
    canvas.write(parts, x: row.x, y: row.y, gap: 1)
    guard let counted else { return }
    let share = counted.of == 0 ? 1 : Double(counted.kept) / Double(counted.of)
    let percent = Run(Numerals.percent(share), inks.text)
    let used = parts.joinedWidth(1)
    guard used + 2 + percent.width <= row.width else { return }
    canvas.write([percent], x: row.maxX - percent.width, y: row.y)
    let length = row.width - used - percent.width - 4
    guard length >= 5 else { return }
    let tick = scene.expectedKeep(layer).map { position($0, length) }
    let end = position(share, length)
    for column in 0..<length {
      let isTick = column == tick
      let style = isTick ? inks.hotkey : column <= end ? inks.kept : inks.border
      canvas[row.x + used + 2 + column, row.y] = Cell(
        isTick ? "┿" : column <= end ? "━" : "─", style)
    }
  }

  /// What the record says was kept of the whole tensor, where it has no mask.
  private var recorded: KeptCount? {
    layer.keptDecisions
      ?? layer.kept.flatMap { kept in
        layer.size.map { KeptCount(kept: kept, of: $0) }
      }
  }

  private func position(_ share: Double, _ length: Int) -> Int {
    Int((min(max(share, 0), 1) * Double(length - 1)).rounded())
  }

  /// What happened to the selected unit: before, kept or dropped, after.
  private func drawUnit(
    _ unit: Int, _ units: LayerUnits, in area: Rect, _ canvas: inout Canvas
  ) {
    let inks = scene.inks
    let kept = units.isKept(unit)
    let word = kept.map { $0 ? "kept" : "dropped" } ?? "not known"
    let (row, column) = unit.quotientAndRemainder(dividingBy: layer.maskColumns)
    let name = scene.showsWholeTensor ? "row \(row) unit \(column)" : "unit \(unit)"
    var parts = [Part(2, [Run(name, inks.hotkey)], short: [Run("\(unit)", inks.hotkey)])]
    if let before = units.before(unit) {
      parts.append(Part(1, [Run(Numerals.short(Double(before)), inks.before)]))
    }
    parts.append(
      Part(0, [Run(word, kept == true ? inks.kept : inks.label)]))
    if kept == true, let scale = layer.scale {
      parts.append(Part(4, [Run("×\(decimal(scale, 2))", inks.label)]))
    }
    if let after = units.after(unit) {
      parts.append(
        Part(3, [Run("→ ", inks.faint), Run(Numerals.short(Double(after)), inks.after)]))
    }
    canvas.write(parts.fitting(area.width, gap: 1), x: area.x, y: area.y, gap: 1)
  }
}

import DropoutEngine

/// One dropout layer: its units as a grid, kept ones as blocks and dropped ones as dots.
struct LayerBox {
  let scene: Scene
  let index: Int
  /// The tensor's own columns, where the whole tensor is shown.
  let columns: Int?

  private var layer: LayerCall { scene.call.layers[index] }
  private var isSelected: Bool { scene.selected == index }
  private var unit: Int? { isSelected ? scene.state.unit : nil }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    let units = LayerUnits(scene, layer: index)
    let border = isSelected ? (inks.hasColor ? inks.accent : Style(bold: true)) : inks.border
    let name = StatusLine.cut(layer.name, max(6, rect.width - 16))
    let size =
      scene.showsWholeTensor ? layer.shape.map(String.init).joined(separator: "×") : "\(units.count)"
    canvas.box(
      rect, border, left: [Run("\(name)  \(size)", inks.strong)],
      right: [Run("p ", inks.label), Run(Numerals.fixed(layer.rate.value, 2), inks.text)])
    let rows = LayerRows(rect)
    guard !rows.grid.isEmpty else { return }
    let grid = UnitGrid(units: units.count, in: rows.grid, columns: columns)
    UnitPainter(inks: inks, units: units, grid: grid, selected: unit).draw(into: &canvas)
    if let row = rows.bar {
      if let unit, rows.unit == nil {
        drawUnit(unit, units, in: row, &canvas)
      } else {
        drawBar(units, in: row, &canvas)
      }
    }
    if let row = rows.unit, let unit { drawUnit(unit, units, in: row, &canvas) }
  }

  /// `kept 66/128 ━━━┿━━━ 51.6%`, the tick where the rate would have it.
  private func drawBar(_ units: LayerUnits, in row: Rect, _ canvas: inout Canvas) {
    let inks = scene.inks
    let kept = units.kept(0..<units.count)
    let share = units.count == 0 ? 1 : Double(kept) / Double(units.count)
    let parts = [
      Part(2, [Run("kept", inks.label)]), Part(0, [Run("\(kept)/\(units.count)", inks.text)]),
    ].fitting(row.width, gap: 1)
    canvas.write(parts, x: row.x, y: row.y, gap: 1)
    let percent = Run(Numerals.percent(share), inks.text)
    let used = parts.joinedWidth(1)
    guard used + 2 + percent.width <= row.width else { return }
    canvas.write([percent], x: row.maxX - percent.width, y: row.y)
    let length = row.width - used - percent.width - 4
    guard length >= 5 else { return }
    let tick = position(scene.expectedKeep(layer), length)
    let end = position(share, length)
    for column in 0..<length {
      let isTick = column == tick
      let style = isTick ? inks.hotkey : column <= end ? inks.kept : inks.border
      canvas[row.x + used + 2 + column, row.y] = Cell(
        isTick ? "┿" : column <= end ? "━" : "─", style)
    }
  }

  private func position(_ share: Double, _ length: Int) -> Int {
    Int((min(max(share, 0), 1) * Double(length - 1)).rounded())
  }

  /// What happened to the selected unit: before, kept or dropped, after.
  private func drawUnit(_ unit: Int, _ units: LayerUnits, in row: Rect, _ canvas: inout Canvas) {
    guard unit >= 0, unit < units.count else { return }
    let inks = scene.inks
    let kept = units.isKept(unit)
    var parts = [Part(2, [Run("unit \(unit)", inks.hotkey)])]
    if let before = units.before(unit) {
      parts.append(Part(1, [Run(Numerals.short(Double(before)), inks.before)]))
    }
    parts.append(
      Part(0, [Run(kept ? "kept" : "dropped", kept ? inks.kept : inks.label)]))
    if kept {
      parts.append(Part(4, [Run("×\(Numerals.fixed(layer.scale, 2))", inks.label)]))
    }
    if let after = units.after(unit) {
      parts.append(
        Part(3, [Run("→ ", inks.faint), Run(Numerals.short(Double(after)), inks.after)]))
    }
    canvas.write(parts.fitting(row.width, gap: 1), x: row.x, y: row.y, gap: 1)
  }
}

/// The rows of a layer's box: grid, bar, and a line for the selected unit where there is room.
struct LayerRows {
  var grid: Rect
  var bar: Rect?
  var unit: Rect?

  init(_ box: Rect) {
    let body = box.inset(dx: 2, dy: 1)
    let height = body.height
    let air = height >= 9 ? 1 : 0
    let gap = height >= 10 ? 1 : 0
    let barRows = height >= 2 ? 1 : 0
    let unitRows = height >= 11 ? 1 : 0
    grid = body.below(air).top(height - air - gap - barRows - unitRows)
    if barRows > 0 { bar = body.below(height - unitRows - 1).top(1) }
    if unitRows > 0 { unit = body.below(height - 1) }
  }
}

import DropoutEngine
import PlainText

/// One site: its units as a grid, kept ones as blocks and dropped ones as dots, and under them how
/// many were kept and where that lies.
struct LayerBox {
  let scene: Scene
  let index: Int
  /// The tensor's own columns, where it has them.
  let columns: Int?

  private var inks: Inks { scene.inks }
  private var layer: SiteCall { scene.call.sites[index] }
  private var isSelected: Bool { scene.selected == index }
  /// The selected unit, counted as the grid counts.
  private var unit: Int? {
    guard isSelected, let unit = scene.state.unit else { return nil }
    let count = scene.arrival.shownDraws(layer, sample: scene.state.sample).count
    return unit >= 0 && unit < count ? unit : nil
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let units = LayerUnits(scene, layer: index)
    let line = KeptLine(scene: scene, index: index, units: units)
    let border =
      isSelected
      ? (inks.hasColor ? inks.ink(inks.step(inks.theme.accent, 0.55)) : Style(bold: true))
      : inks.border
    canvas.box(rect, border, left: title(units.count, rect.width), right: rate)
    let rows = LayerRows(rect, tiles: picture.tiles)
    guard !rows.grid.isEmpty else { return }
    let grid = UnitGrid(units: units.count, in: rows.grid, columns: columns)
    let site = layer.id
    canvas.touch(rect, .site(site))
    let layout = tiles(in: rows.grid)
    if layout == nil {
      canvas.touch(grid.rect) { point in grid.unit(at: point).map { .unit($0, of: site) } }
    }
    if case .tiles(let tiles) = picture, !units.isUnknown, !units.isOnTiles, let layout {
      TilePainter(scene: scene, index: index, picture: tiles, layout: layout, selected: unit)
        .draw(into: &canvas)
    } else if units.isUnknown {
      drawUnknown(in: rows.grid, &canvas)
    } else {
      UnitPainter(
        inks: inks, units: units, grid: grid, selected: unit, keep: scene.expectedKeep(layer)
      ).draw(into: &canvas)
    }
    if let kept = rows.kept {
      if let unit, !hasUnitBox {
        drawUnit(unit, units, in: kept, &canvas)
      } else {
        line.draw(in: kept, into: &canvas)
      }
    } else {
      line.drawBorder(rect, unit.map { unitParts($0, units) }, into: &canvas)
    }
    if let gauge = rows.gauge {
      drawGauge(line, units, grid, rows.grid, in: gauge, &canvas)
    }
  }

  private var picture: SitePicture { scene.picture(layer) }

  /// Where tiles stand, where the site has some and they say more than blocks.
  private func tiles(in grid: Rect) -> TileLayout? {
    guard case .tiles(let tiles) = picture else { return nil }
    return tiles.layout(
      in: LayerRows.inner(grid), pairs: scene.state.look.hasHalves, selected: unit)
  }

  /// Large screens have a box for the selected unit.
  private var hasUnitBox: Bool { scene.state.size.width >= 166 && scene.call.tensors != nil }

  private var rate: [[Run]] {
    guard let rate = layer.rate.map({ decimal($0.value, 2) }) else { return [] }
    let color = scene.findings(on: layer).contains { $0.rule == "D03" } ? inks.alarm : inks.text
    return [[Run("p ", inks.label), Run(rate, color)]]
  }

  /// The gauge; where one mask comes again and again, that; where a cell is a share, what of.
  private func drawGauge(
    _ line: KeptLine, _ units: LayerUnits, _ grid: UnitGrid, _ area: Rect, in row: Rect,
    _ canvas: inout Canvas
  ) {
    if let same = line.repeated {
      let words = "\(inks.warning) \(same)"
      canvas.write(words, inks.alarm, x: row.x, y: row.y, limit: row.width)
    } else if let hint = hints(units, grid, area).first(where: {
      $0.unicodeScalars.count <= row.width
    }) {
      canvas.write(hint, inks.label, x: row.x, y: row.y)
    } else {
      line.gauge?.draw(x: row.x, y: row.y, width: row.width, into: &canvas)
    }
  }

  /// What the grid is, where that is not plain to see, in full and short.
  private func hints(_ units: LayerUnits, _ grid: UnitGrid, _ area: Rect) -> [String] {
    guard !units.isUnknown else { return [] }
    if case .tiles(let tiles) = picture, !units.isOnTiles {
      guard !tiles.isMap, let layout = self.tiles(in: area) else { return [] }
      let rows = layout.rect(0).height * (layout.isPaired ? 2 : 1)
      if layout.strip != nil, rows < tiles.size.height {
        let last = min(tiles.size.height, layout.firstRow + rows)
        let shown = "\(layout.firstRow + 1)…\(last) of \(tiles.size.height)"
        return ["above all \(tiles.rows), below \(shown)", shown]
      }
      if layout.edge > 0, tiles.edge == .spreads {
        return ["bars: sd of a unit over masks, inputs 1", "bars: sd of a unit"]
      }
      guard !layout.shrink.isOne else { return [] }
      let block = "\(layout.shrink.height)×\(layout.shrink.width)"
      let many = tiles.isElementwise ? unitWords.many : "elements"
      return ["a cell: share kept of \(block) \(many)", "shares of \(block)"]
    }
    if units.factor(0) != nil, grid.isDensity {
      let each = max(1, units.count / max(1, grid.cells))
      return ["a cell: mean of \(each) factors", "means of \(each)"]
    }
    guard grid.isDensity || units.isOnTiles else { return [] }
    let each = max(1, units.count / max(1, grid.cells))
    return ["a cell: share kept of \(each) \(unitWords.many)", "shares of \(each)"]
  }

  private var kind: (any DropoutKind)? { scene.kind(of: layer) }

  /// What the grid's units are called.
  private var unitWords: (one: String, many: String) { kind.units }

  /// Words in the place of a grid of which nothing is on record.
  private func drawUnknown(in area: Rect, _ canvas: inout Canvas) {
    var digest: String?
    if case .unrecorded(let found, _) = layer.draw { digest = found }
    let choices = [
      layer.mask == nil && kind?.law.drops == false ? "factors not logged" : nil,
      digest.map { "mask not logged, digest \($0)" }, "mask not logged", "not logged", "–",
    ]
    guard let words = choices.compactMap({ $0 }).first(where: { $0.count <= area.width }) else {
      return
    }
    canvas.write(
      words, inks.label, x: area.x + (area.width - words.count) / 2,
      y: area.y + area.height / 2, limit: area.width)
  }

  /// `16×4×16×16`, the first six axes of it.
  static func text(_ shape: [Int]) -> String {
    shape.prefix(6).map(String.init).joined(separator: "×")
  }

  /// The shape of one sample, or of the whole tensor; nil where it is not known.
  private var size: String? {
    if case .tiles(let tiles) = picture {
      let isOne = !scene.showsWholeTensor || tiles.samples < 2
      let sample = max(0, min(scene.state.sample, tiles.samples - 1)) + 1
      return tiles.words.long + (isOne ? "" : "  sample \(sample) of \(tiles.samples)")
    }
    guard let shape = layer.drawn ?? layer.shape else { return nil }
    let isWhole = scene.isWhole(layer) || shape.count < 2
    return LayerBox.text(isWhole ? shape : Array(shape.dropFirst()))
  }

  /// `8 of 8×8`, where there is no room for words.
  private var shortSize: String? {
    if case .tiles(let tiles) = picture { tiles.words.short } else { nil }
  }

  /// The name, the size and what was found, as much of it as there is room for.
  private func title(_ units: Int, _ width: Int) -> [Run] {
    let room = width - 6 - (layer.rate == nil || width < 26 ? 0 : 8)
    let name = isSelected && inks.hasColor ? inks.hotkey : inks.strong
    let rules = scene.findings(on: layer).map(\.rule).reduce(into: [String]()) { found, rule in
      if !found.contains(rule) { found.append(rule) }
    }
    let marks = rules.isEmpty ? "" : "\(inks.warning) " + rules.prefix(3).joined(separator: " ")
    var size = self.size ?? "\(units)"
    let gap = width < 27 ? 1 : 2
    let space = marks.isEmpty ? 0 : marks.unicodeScalars.count + gap
    let whole = layer.id.title.unicodeScalars.count
    if whole + gap + size.count + space > room, let short = shortSize { size = short }
    let kind = self.kind.flatMap { $0.word == "element" ? nil : $0.word }
    // Of a path the end tells more than the beginning.
    let cut =
      layer.name.contains(".")
      ? StatusLine.cutFront(layer.id.title, max(4, room - space))
      : StatusLine.cut(layer.id.title, max(4, room - space))
    var runs = [Run(cut, name)]
    if !size.isEmpty, whole + gap + size.count + space <= room {
      runs.append(Run(String(repeating: " ", count: gap) + size, inks.label))
    }
    if let kind, whole + 2 * gap + size.count + space + kind.count + 9 <= room {
      runs += [Run("   kind ", inks.label), Run(kind, inks.text)]
    }
    if !marks.isEmpty {
      runs.append(Run(String(repeating: " ", count: gap) + marks, inks.alarm))
    }
    return runs
  }

  /// What happened to the selected unit: before, kept or dropped, after.
  private func drawUnit(
    _ unit: Int, _ units: LayerUnits, in area: Rect, _ canvas: inout Canvas
  ) {
    canvas.write(
      unitParts(unit, units).fitting(area.width, gap: 1), x: area.x, y: area.y, gap: 1)
  }

  private func unitParts(_ unit: Int, _ units: LayerUnits) -> [Part] {
    let kept = units.isKept(unit)
    let word = kept.map { $0 ? "kept" : "dropped" } ?? "not known"
    let (row, column) = unit.quotientAndRemainder(dividingBy: layer.maskColumns)
    var name = columns != nil ? "row \(row) unit \(column)" : "unit \(unit)"
    if case .tiles = picture { name = "\(unitWords.one) \(unit)" }
    var parts = [Part(2, [Run(name, inks.hotkey)], short: [Run("\(unit)", inks.hotkey)])]
    if let before = units.before(unit) {
      parts.append(Part(1, [Run(Numerals.short(Double(before)), inks.before)]))
    }
    parts.append(Part(0, [Run(word, kept == true ? inks.kept : inks.label)]))
    if kept == true, let scale = layer.scale {
      parts.append(Part(4, [Run("× \(decimal(scale, 2))", inks.label)]))
    }
    if let after = units.after(unit) {
      parts.append(
        Part(3, [Run("→ ", inks.faint), Run(Numerals.short(Double(after)), inks.after)]))
    }
    return parts
  }
}

extension Scene {
  /// What was found that names a site.
  func findings(on site: SiteCall) -> [Finding] {
    state.findings.filter { $0.sites.contains(site.name) }
  }
}

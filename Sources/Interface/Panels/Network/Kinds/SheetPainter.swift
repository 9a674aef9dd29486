import DropoutEngine

/// Paints tiles in which each element has a cell, or half of one: matrices, words, maps with holes.
struct SheetPainter {
  private let tiles: TilePainter
  /// The decisions in the middle of a dropped block.
  private let seeds: Set<Int>

  init(_ tiles: TilePainter) {
    self.tiles = tiles
    seeds = Self.seeds(tiles)
  }

  private var scene: Scene { tiles.scene }
  private var inks: Inks { tiles.inks }
  private var picture: TilePicture { tiles.picture }
  private var layout: TileLayout { tiles.layout }
  private var site: SiteCall { tiles.site }

  private static func seeds(_ tiles: TilePainter) -> Set<Int> {
    guard let seeds = tiles.site.seeds, let shape = tiles.site.shape,
      let block = tiles.scene.kind(of: tiles.site) as? DropBlock
    else { return [] }
    return Set(block.middles(of: seeds, in: shape))
  }

  func draw(into canvas: inout Canvas) {
    for tile in 0..<layout.count { drawSheet(tile, in: layout.rect(tile), &canvas) }
    if let y = layout.header { drawHeader(y, in: layout.rect(0), &canvas) }
    if let strip = layout.strip { drawStrip(strip, &canvas) }
    if layout.edge > 0 { SheetEdges(tiles).draw(into: &canvas) }
  }

  private func drawSheet(_ tile: Int, in rect: Rect, _ canvas: inout Canvas) {
    let density = DensityCell(inks: inks, keep: scene.expectedKeep(site))
    for y in 0..<rect.height {
      for x in 0..<rect.width / layout.stretch {
        let cell =
          layout.isPaired
          ? pair(tile, layout.firstRow + 2 * y, x)
          : layout.shrink.isOne
            ? self.cell(tile, layout.firstRow + y, x) : density.cell(kept(tile, x, y))
        write(cell, x: rect.x + x * layout.stretch, y: rect.y + y, &canvas)
      }
    }
  }

  /// The mask of the columns, once.
  private func drawHeader(_ y: Int, in rect: Rect, _ canvas: inout Canvas) {
    for x in 0..<picture.size.width {
      let decision = picture.decision(tiles.sample, 0, 0, x)
      let isKept = tiles.isKept(decision)
      var cell = isKept ? Ramp(inks, scene.theme.kept).block(1) : Cell("·", inks.faint)
      if isKept, !inks.shadesCarryValue { cell.glyph = "▄" }
      if decision - tiles.first == tiles.selected { cell.style = highlighted }
      write(cell, x: rect.x + x * layout.stretch, y: y, &canvas)
    }
  }

  /// An element's cells: a block fills them, a mark stands in the first.
  private func write(_ cell: Cell, x: Int, y: Int, _ canvas: inout Canvas) {
    canvas[x, y] = cell
    let isMark = ["·", "¦", "+"].contains(cell.glyph)
    for column in 1..<max(1, layout.stretch) {
      canvas[x + column, y] = isMark ? Cell(" ", cell.style) : cell
    }
  }

  /// All rows of a sheet of which some are shown: a block each.
  private func drawStrip(_ strip: UnitGrid, _ canvas: inout Canvas) {
    let units = LayerUnits(scene, layer: tiles.index)
    UnitPainter(
      inks: inks, units: units, grid: strip, selected: tiles.selected,
      keep: scene.expectedKeep(site)
    ).draw(into: &canvas)
    let name = site.id
    canvas.touch(strip.rect) { point in strip.unit(at: point).map { .unit($0, of: name) } }
  }

  /// One element; nil for its value where it has none on record.
  private func value(_ tile: Int, _ row: Int, _ column: Int) -> Double? {
    let place = picture.element(tiles.sample, tile, row, column)
    return place < tiles.values.count ? Double(tiles.values[place]) : nil
  }

  private func cell(_ tile: Int, _ row: Int, _ column: Int) -> Cell {
    let decision = picture.decision(tiles.sample, tile, row, column)
    var cell = dropped(decision, tile, row, column)
    if tiles.isKept(decision) {
      let value = value(tile, row, column)
      let theme = scene.theme
      cell = Ramp(inks, (value ?? 0) < 0 ? theme.negative : theme.kept)
        .block(value.map(tiles.tone) ?? 0.7)
      if !inks.shadesCarryValue { cell.glyph = "▇" }
    } else if site.fill != nil {
      cell = tiles.filled
    }
    if decision - tiles.first == tiles.selected { cell.style = highlighted }
    return cell
  }

  private var highlighted: Style {
    inks.hasColor ? inks.accent : Style(bold: true, reverse: true)
  }

  /// A seed, a line that falls as one, or a dot: brighter at the rim of a hole.
  private func dropped(_ decision: Int, _ tile: Int, _ row: Int, _ column: Int) -> Cell {
    if seeds.contains(decision) { return Cell("+", inks.strong) }
    if picture.isSharedDown { return Cell("¦", inks.faint) }
    return Cell("·", isRim(tile, row, column) ? inks.label : inks.faint)
  }

  /// Whether a dropped element of a map with holes has a kept one beside it.
  private func isRim(_ tile: Int, _ row: Int, _ column: Int) -> Bool {
    guard picture.hasHoles else { return false }
    return [(-1, 0), (1, 0), (0, -1), (0, 1)].contains { step in
      let (y, x) = (row + step.0, column + step.1)
      return 0..<picture.size.height ~= y && 0..<picture.size.width ~= x
        && tiles.isKept(picture.decision(tiles.sample, tile, y, x))
    }
  }

  /// Two elements, one above the other; where both were dropped, a mark.
  private func pair(_ tile: Int, _ row: Int, _ column: Int) -> Cell {
    let rows = row..<min(row + 2, picture.size.height)
    let decisions = rows.map { picture.decision(tiles.sample, tile, $0, column) }
    let kept = decisions.map(tiles.isKept)
    var cell: Cell
    if !kept.contains(true), let seeded = decisions.first(where: seeds.contains) ?? decisions.last {
      let place = rows.lowerBound + (decisions.firstIndex(of: seeded) ?? 0)
      cell = site.fill == nil ? dropped(seeded, tile, place, column) : tiles.filled
    } else {
      let empty = site.fill == nil ? scene.theme.ground : scene.theme.negative
      let colors = zip(rows, kept).map { row, isKept in
        !isKept
          ? empty
          : value(tile, row, column).map(tiles.color) ?? inks.step(scene.theme.kept, 0.7)
      }
      let lower = colors.count > 1 ? colors[1] : scene.theme.ground
      cell = Cell("▀", Style(foreground: colors[0], background: lower))
    }
    if decisions.contains(where: { $0 - tiles.first == tiles.selected }) {
      cell.style = highlighted
    }
    return cell
  }

  /// How many elements of a block are kept.
  private func kept(_ tile: Int, _ x: Int, _ y: Int) -> KeptCount {
    let (across, down) = (layout.shrink.width, layout.shrink.height)
    let start = layout.firstRow + y * down
    let rows = start..<max(start, min(start + down, picture.size.height))
    let columns = x * across..<max(x * across, min((x + 1) * across, picture.size.width))
    guard let first = rows.first, !columns.isEmpty else { return KeptCount(kept: 0, of: 0) }
    let kept =
      picture.isSharedDown
      ? rows.count * self.kept(tile, first, columns)
      : rows.reduce(0) { $0 + self.kept(tile, $1, columns) }
    return KeptCount(kept: kept, of: rows.count * columns.count)
  }

  /// How many elements of a stretch of a row are kept.
  private func kept(_ tile: Int, _ row: Int, _ columns: Range<Int>) -> Int {
    guard let mask = site.mask else { return columns.count }
    let first = picture.decision(tiles.sample, tile, row, columns.lowerBound)
    switch picture.step {
    case 0: return tiles.isKept(first) ? columns.count : 0
    case 1?: return mask.kept(in: (first..<first + columns.count).clamped(to: 0..<mask.count))
    default:
      return columns.count { tiles.isKept(picture.decision(tiles.sample, tile, row, $0)) }
    }
  }
}

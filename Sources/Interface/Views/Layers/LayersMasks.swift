import DropoutEngine

/// Masks of the call on screen as density: the selected site, and others of its block beside it.
struct LayersMasks {
  let scene: Scene
  let rows: [LayerRow]

  /// The least rows of cells that a mask is shown on.
  private static let least = 4
  /// From so many columns on masks stand side by side.
  private static let wide = 32

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    canvas.box(
      rect, inks.border, left: [Run("masks", inks.strong)], right: [[Run("density", inks.label)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard body.height >= 3, body.width >= 8 else { return }
    let down = max(1, (body.height + 1) / (LayersMasks.least + 2))
    let across = max(1, body.width / LayersMasks.wide)
    let shown = sites(down * across)
    // A title above each, and air between.
    let columns = body.columns(Array(repeating: .share(1), count: across))
    for (index, row) in shown.enumerated() {
      let (line, column) = index.quotientAndRemainder(dividingBy: across)
      let lines = (shown.count + across - 1) / across
      let part = columns[column].rows(Array(repeating: .share(1), count: lines))[line]
      let place = Rect(
        x: part.x, y: part.y, width: part.width - (column < across - 1 ? 2 : 0),
        height: part.height - (line < lines - 1 ? 1 : 0))
      draw(row, in: place, &canvas)
    }
  }

  /// The selected site, then its neighbours: those after it, healthy ones first where only one more
  /// has room.
  private func sites(_ most: Int) -> [LayerRow] {
    guard let start = rows.firstIndex(where: { $0.name == scene.site?.name }) ?? rows.indices.first
    else { return [] }
    let block = SitePath(rows[start].name).block
    let others = rows.indices.filter { $0 != start }
    let near = others.sorted { distance($0, start, block) < distance($1, start, block) }
    let healthy = near.first { rows[$0].status == .fine }
    let next = most == 2 ? [healthy ?? near.first].compactMap { $0 } : Array(near.prefix(most - 1))
    return [rows[start]] + next.map { rows[$0] }
  }

  /// Those of the same block first, then those nearest, after before before.
  private func distance(_ index: Int, _ start: Int, _ block: String) -> Int {
    let other = SitePath(rows[index].name).block == block ? 0 : 1_000_000
    return other + 2 * abs(index - start) - (index > start ? 1 : 0)
  }

  private func draw(_ row: LayerRow, in area: Rect, _ canvas: inout Canvas) {
    guard area.height > 0 else { return }
    let inks = scene.inks
    let site = scene.call.sites.first { $0.name == row.name && !$0.isRecomputed }
    let share = site.flatMap { $0.keptShare }
    let name = SitePath(row.name).rest
    let percent = share.map(LayersPanel.percent) ?? "–"
    let mark = row.status == .odd ? " " + String(inks.warning) : ""
    let isOdd = row.isOff
    canvas.write(
      [
        Run(StatusLine.cut(name, area.width - percent.count - 3), inks.text), Run(mark, inks.alarm),
      ],
      x: area.x, y: area.y, limit: area.width)
    canvas.write(
      percent, isOdd ? inks.alarm : inks.label, x: area.maxX - percent.count, y: area.y)
    let field = area.below(1)
    guard let site else {
      return say("did not run in this call", in: field, &canvas)
    }
    if site.draw == .nothing, scene.phase(site) == .eval {
      return say("eval: nothing is drawn", in: field, &canvas)
    }
    guard let density = MaskDensity(site) else {
      return say("mask not logged", in: field, &canvas)
    }
    drawField(density, keep: scene.expectedKeep(site), in: field, &canvas)
  }

  private func say(_ words: String, in area: Rect, _ canvas: inout Canvas) {
    guard area.height > 0 else { return }
    canvas.write(
      StatusLine.cut(words, area.width), scene.inks.label, x: area.x,
      y: area.y + (area.height - 1) / 2)
  }

  /// Healthy is grain, a flat field is all or nothing, stripes are channels: a cell is as bright as
  /// its share lies above what is expected, in its own standard deviations.
  private func drawField(
    _ density: MaskDensity, keep: Double?, in area: Rect, _ canvas: inout Canvas
  ) {
    let finest = density.finest
    let (rows, columns) = (min(area.height, finest.rows), min(area.width, finest.columns))
    guard rows > 0, columns > 0 else { return }
    let (height, width) = (area.height / rows, area.width / columns)
    // All or nothing is a flat field, whatever a single cell can tell of it.
    let isFull = density.total.map { $0.kept == $0.of } ?? false
    for (index, count) in density.cells(rows: rows, columns: columns).enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let cell = self.cell(count, keep: isFull ? nil : keep)
      canvas.fill(
        Rect(
          x: area.x + column * width, y: area.y + row * height, width: width, height: height),
        with: cell)
    }
  }

  private func cell(_ count: KeptCount, keep: Double?) -> Cell {
    let inks = scene.inks
    if count.of == 0 { return Cell(" ", inks.text) }
    if count.kept == 0 { return Cell("·", inks.faint) }
    let tone = count.of == 1 && keep != nil ? 0.8 : DensityCell.tone(count, keep: keep)
    if inks.shadesCarryValue { return Ramp(inks, scene.theme.kept).block(tone) }
    // A ground takes a byte where a block takes three: this panel is most of what a call sends.
    return Cell(" ", Style(background: inks.step(scene.theme.kept, tone)))
  }
}

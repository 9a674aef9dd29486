import DropoutEngine

/// One unit in full: its arithmetic in this call, how often it was kept, its last calls, its values,
/// what feeds it and what it feeds. What is not known is drawn as unknown.
struct UnitInspector {
  let figures: UnitsFigures

  private var inks: Inks { figures.inks }
  private var scene: Scene { figures.scene }
  private var unit: Int { figures.selected }

  /// Lines that are shown together or not at all.
  struct Block {
    /// What is left out first: the highest.
    var rank: Int
    var lines: [Line]

    enum Line {
      case runs([Run], right: [Run] = [])
      case gauge(Double?)
      /// A row of marks, a cell each.
      case cells([Cell])
    }
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let border = inks.hasColor ? inks.ink(inks.step(inks.theme.accent, 0.55)) : Style()
    let site = scene.site.map { StatusLine.cutFront($0.title, 20) } ?? ""
    let isWhole = figures.memory.isWhole
    canvas.box(
      rect, border,
      left: [Run("\(figures.words.one) \(unit)", inks.hotkey), Run("  \(site)", inks.label)],
      right: [[Run(isWhole ? "esc" : "h j k l", inks.hotkey)]])
    let inner = rect.inset(dx: 2, dy: 1)
    guard inner.width >= 12, inner.height > 0 else { return }
    let blocks = UnitBlocks(figures: figures, width: inner.width, height: inner.height).all
    let shown = fitting(blocks, inner.height)
    let used = shown.reduce(0) { $0 + $1.lines.count }
    // A free line between blocks, as far as there are some; the first blocks come first.
    var free = inner.height - used
    var y = inner.y
    for block in shown {
      for line in block.lines where y < inner.maxY {
        draw(line, inner, y, &canvas)
        y += 1
      }
      if free > 0 {
        y += 1
        free -= 1
      }
    }
  }

  /// The blocks that have room, by rank; their order stays.
  private func fitting(_ blocks: [Block], _ height: Int) -> [Block] {
    var left = height
    var chosen: Set<Int> = []
    for index in blocks.indices.sorted(by: { blocks[$0].rank < blocks[$1].rank }) {
      guard blocks[index].lines.count <= left else { continue }
      chosen.insert(index)
      left -= blocks[index].lines.count
    }
    return blocks.indices.filter(chosen.contains).map { blocks[$0] }
  }

  private func draw(_ line: Block.Line, _ inner: Rect, _ y: Int, _ canvas: inout Canvas) {
    switch line {
    case .runs(let left, let right):
      canvas.write(left, x: inner.x, y: y, limit: inner.width)
      if left.width + right.width < inner.width {
        canvas.write(right, x: inner.maxX - right.width, y: y)
      }
    case .gauge(let sigma):
      let width = min(29, inner.width - (inner.width.isMultiple(of: 2) ? 1 : 0))
      SigmaGauge(inks: inks, width: width).draw(sigma, x: inner.x, y: y, into: &canvas)
    case .cells(let cells):
      for (index, cell) in cells.prefix(inner.width).enumerated() {
        canvas[inner.x + index, y] = cell
      }
    }
  }
}

import DropoutEngine

/// What rows come to, at the right edge of their sheet: the sums of attention weights after dropout,
/// toned by how far they lie from what is expected, or how widely dropped weights spread a unit.
struct SheetEdges {
  private let tiles: TilePainter

  init(_ tiles: TilePainter) { self.tiles = tiles }

  private var inks: Inks { tiles.inks }
  private var layout: TileLayout { tiles.layout }

  /// Tones end at so many σ.
  private static let reach = 2.5

  func draw(into canvas: inout Canvas) {
    switch tiles.picture.edge {
    case .sums: drawSums(&canvas)
    case .spreads: drawSpreads(&canvas)
    case nil: break
    }
  }

  /// Rows that a cell of the edge stands for.
  private func rows(_ y: Int) -> Range<Int> {
    let step = layout.isPaired ? 2 : 1
    let first = layout.firstRow + step * y
    return first..<max(first, min(first + step, tiles.picture.size.height))
  }

  /// Half a cell is 1, a full one 2.
  private func drawSums(_ canvas: inout Canvas) {
    guard let sums = RowSums(tiles.scene, index: tiles.index)?.rows else { return }
    let tone = Ramp(inks, tiles.scene.theme.kept, floor: 0.12)
    for tile in 0..<layout.count {
      let rect = layout.rect(tile)
      for y in 0..<rect.height {
        let shown = rows(y).map { tile * tiles.picture.size.height + $0 }
          .filter(sums.indices.contains).map { sums[$0] }
        guard !shown.isEmpty else { continue }
        let sum = shown.reduce(0) { $0 + $1.sum } / Double(shown.count)
        let sigma = shown.reduce(0) { $0 + $1.sigma } / Double(shown.count).squareRoot()
        let eighths = sum.isFinite ? Int(nearest: min(max(sum / 2, 0), 1) * 8) : 8
        let isOff = abs(sigma) >= SiteReading.Number.limit
        let share = (sigma + Self.reach) / (2 * Self.reach)
        canvas[rect.maxX, rect.y + y] = Cell(
          Glyphs.eighths[max(1, eighths)],
          isOff ? inks.alarm : tone.style(at: 0.12 + 0.88 * min(max(share, 0), 1)))
      }
    }
  }

  /// Bars over the largest of all rows.
  private func drawSpreads(_ canvas: inout Canvas) {
    let spreads = self.spreads
    guard let most = spreads.max(), most > 0, most.isFinite else { return }
    let rect = layout.rect(0)
    let width = layout.edge - 1
    let style = inks.ink(inks.step(tiles.scene.theme.after, 0.7))
    for y in 0..<rect.height {
      let shown = rows(y).filter(spreads.indices.contains).map { spreads[$0] }
      guard !shown.isEmpty else { continue }
      let mean = shown.reduce(0, +) / Double(shown.count)
      let eighths = Int(nearest: min(max(mean / most, 0), 1) * Double(8 * width))
      for cell in 0..<width where eighths > 8 * cell {
        canvas[rect.maxX + 1 + cell, rect.y + y] = Cell(
          Glyphs.bars[min(8, eighths - 8 * cell)], style)
      }
    }
  }

  /// The standard deviation of each unit's Σ w x + b over masks, where all inputs are 1.
  private var spreads: [Double] {
    let picture = tiles.picture
    guard let kind = tiles.scene.kind(of: tiles.site) as? DropConnect, let rate = tiles.site.rate,
      picture.size.width * picture.size.height <= 1 << 16
    else { return [] }
    let effect = kind.effect(
      rate: rate, mode: tiles.scene.call.mode ?? .inverted, phase: tiles.scene.phase(tiles.site))
    let all = tiles.scene.call.tensors
    guard let values = all.flatMap({ tiles.index < $0.before.count ? $0.before[tiles.index] : nil })
    else { return [] }
    return (0..<picture.size.height).map { row in
      let weights = (0..<picture.size.width).map { column -> Float in
        let place = picture.element(tiles.sample, 0, row, column)
        return place < values.count ? values[place] : 0
      }
      let ones = repeatElement(Float(1), count: weights.count)
      return kind.preactivation(weights: weights, input: ones, bias: 0, effect: effect).sd ?? 0
    }
  }
}

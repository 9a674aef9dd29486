import DropoutEngine
import RealModule

/// One stage over the calls: a column a column of calls, a row a stretch of values, the brighter the
/// more of them; dots are the means. Or, as bands, between which values most of them lie.
struct HeatMap {
  let columns: TimeColumns
  /// Before, masked or after.
  let stage: Int
  let color: Color

  private var scene: Scene { columns.scene }
  private var inks: Inks { columns.scene.inks }

  /// - Parameter peak: the count that the brightest tone stands for.
  func draw(in plot: Rect, peak: Double, into canvas: inout Canvas) {
    for (column, sum) in columns.columns.enumerated() where column < plot.width {
      guard let stage = sum?.stages.dropFirst(stage).first, stage.runs > 0 else { continue }
      let x = plot.x + column
      if columns.memory.showsBands {
        drawBands(stage, x, plot, &canvas)
      } else {
        drawCounts(stage, x, plot, peak, &canvas)
      }
      let middle = columns.memory.showsBands ? quantiles(stage)?[2] : stage.mean.mean
      if let middle { drawDots(middle, x, plot, &canvas) }
    }
    drawLabels(plot, &canvas)
    columns.drawCursor(plot, &canvas)
  }

  /// The largest count of a row in any column, of one call.
  func peak(rows: Int) -> Double {
    columns.columns.reduce(0) { peak, sum in
      guard let stage = sum?.stages.dropFirst(stage).first else { return peak }
      return max(peak, counts(stage, rows).max() ?? 0)
    }
  }

  /// Counts of one call, from the lowest value on.
  private func counts(_ stage: StageSum, _ rows: Int) -> [Double] {
    guard let history = columns.history, stage.runs > 0 else { return [] }
    let runs = Double(stage.runs)
    return HistogramColumns.spread(
      stage.bins.map { Double($0) / runs }, history.range, onto: columns.values, columns: rows
    )?.counts ?? []
  }

  private func drawCounts(
    _ stage: StageSum, _ x: Int, _ plot: Rect, _ peak: Double, _ canvas: inout Canvas
  ) {
    guard peak > 0 else { return }
    paint(counts(stage, rows(plot)).map { tone($0 / peak, $0, peak) }, x, plot, &canvas)
  }

  /// A column of tones, from the lowest value on.
  private func paint(_ tones: [Double?], _ x: Int, _ plot: Rect, _ canvas: inout Canvas) {
    guard tones.count == rows(plot) else { return }
    for row in 0..<plot.height {
      let y = plot.maxY - 1 - row
      if isHalved {
        drawHalves(tones[2 * row + 1], tones[2 * row], x, y, &canvas)
      } else if let tone = tones[row] {
        canvas[x, y] = cell(tone)
      }
    }
  }

  /// Two rows of values a cell where colours shade into each other.
  private var isHalved: Bool { inks.hasGradients && !inks.shadesCarryValue }

  /// Rows of values in such a plot.
  func rows(_ plot: Rect) -> Int { plot.height * (isHalved ? 2 : 1) }

  /// 0.1 + 0.86 (log(1+n)/log(1+max))^1.6; nil for less than one in twenty calls.
  private func tone(_ share: Double, _ count: Double, _ peak: Double) -> Double? {
    guard count >= 0.05, count.isFinite, peak.isFinite else { return nil }
    let level =
      columns.memory.isLinear ? share : Double.log(onePlus: count) / Double.log(onePlus: peak)
    return 0.1 + 0.86 * Double.pow(min(1, max(0, level)), columns.memory.isLinear ? 1 : 1.6)
  }

  private func cell(_ tone: Double) -> Cell {
    guard inks.shadesCarryValue else { return Cell("█", inks.ink(inks.step(color, tone))) }
    return Cell(
      Glyphs.shades[min(3, Int(nearest: (tone * 4).rounded(.down)))],
      inks.ink(color, dim: tone < 0.5))
  }

  private func drawHalves(
    _ upper: Double?, _ lower: Double?, _ x: Int, _ y: Int, _ canvas: inout Canvas
  ) {
    let ground = inks.theme.ground
    let colors = [upper, lower].map { $0.map { inks.step(color, $0) } }
    guard colors.contains(where: { $0 != nil }) else { return }
    if colors[0] == colors[1], let color = colors[0] {
      canvas[x, y] = Cell("█", inks.ink(color))
    } else {
      canvas[x, y] = Cell(
        "▀", Style(foreground: colors[0] ?? ground, background: colors[1] ?? ground))
    }
  }

  // MARK: - Bands

  /// Where 5, 25, 50, 75 and 95 of 100 values that are not zero lie below; nil without values.
  private func quantiles(_ stage: StageSum) -> [Double]? {
    guard let range = columns.history?.range else { return nil }
    let total = stage.bins.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { return nil }
    let width = (range.high - range.low) / Double(stage.bins.count)
    var (result, seen): ([Double], Double) = ([], 0)
    for (index, count) in stage.bins.enumerated() {
      let next = seen + Double(count)
      while result.count < 5, next >= total * [0.05, 0.25, 0.5, 0.75, 0.95][result.count] {
        let share = total * [0.05, 0.25, 0.5, 0.75, 0.95][result.count]
        let part = count > 0 ? (share - seen) / Double(count) : 0
        result.append(range.low + (Double(index) + part) * width)
      }
      seen = next
    }
    while result.count < 5 { result.append(range.high) }
    return result
  }

  private func drawBands(_ stage: StageSum, _ x: Int, _ plot: Rect, _ canvas: inout Canvas) {
    guard let quantiles = quantiles(stage) else { return }
    let count = rows(plot)
    let places = quantiles.map { row(of: $0, count, clamped: true) ?? 0 }
    var tones = [Double?](repeating: nil, count: count)
    for row in places[0]...max(places[0], places[4]) {
      let isInner = (places[1]...max(places[1], places[3])).contains(row)
      tones[row] = isInner ? 0.62 : 0.3
    }
    paint(tones, x, plot, &canvas)
  }

  // MARK: - Marks

  /// The row of a value, from the foot on; nil where it lies outside.
  private func row(of value: Double, _ height: Int, clamped: Bool = false) -> Int? {
    let axis = columns.values
    let share = (value - axis.low) / (axis.high - axis.low)
    guard share.isFinite, clamped || 0...1 ~= share else { return nil }
    return max(
      0, min(height - 1, Int(nearest: (min(max(share, 0), 1) * Double(height)).rounded(.down))))
  }

  private func drawDots(_ value: Double, _ x: Int, _ plot: Rect, _ canvas: inout Canvas) {
    guard let dot = row(of: value, 4 * plot.height) else { return }
    let y = plot.maxY - 1 - dot / 4
    let row = 3 - dot % 4
    let bits = Braille.bit(row: row, column: 0) | Braille.bit(row: row, column: 1)
    let under = canvas[x, y]
    // Without colour dots have no ground: between them the shades are seen.
    if !inks.hasColor, under.glyph != " ", !x.isMultiple(of: 4) { return }
    var style = inks.strong
    if inks.hasColor, under.glyph != " " {
      // What the dots stand on: the half that they lie in.
      let isUpper = under.glyph == "▀" && row < 2
      style.background =
        under.glyph == "▀" && !isUpper ? under.style.background : under.style.foreground
    }
    canvas[x, y] = Cell(Braille.glyph(bits), style)
  }

  /// Round values at the left edge.
  private func drawLabels(_ plot: Rect, _ canvas: inout Canvas) {
    let axis = columns.values
    for value in HistogramColumns.ticks(axis, atMost: max(1, min(5, plot.height / 2))) {
      guard let row = row(of: value, plot.height, clamped: true) else { continue }
      let text = Numerals.tick(value)
      canvas.write(text, inks.label, x: plot.x - 1, y: plot.maxY - 1 - row)
    }
  }
}

import DropoutEngine

/// The plot of one stage: its columns before the outline of those before the mask, the axis with
/// the mean, and a line that all values stand in as shares.
struct HistogramPlot {
  let inks: Inks
  let scale: HistogramScale
  let stage: HistogramStage
  let stages: Stages
  /// The values before the mask, which need no outline of themselves.
  let isFirst: Bool
  /// Whether a line of shares stands below the axis.
  var hasShares = true

  /// The rows of a box, from its upper border on.
  private struct Rows {
    let plot: Rect
    let axis: Int
    let shares: Int
    /// NaN and infinities, where there are some.
    let odd: Int?

    init(_ rect: Rect, hasOdd: Bool, hasShares: Bool) {
      let body = rect.inset(dx: 2, dy: 1)
      let below = hasShares ? (hasOdd && body.height > 3 ? 3 : 2) : 1
      plot = body.top(body.height - below)
      (axis, shares) = (plot.maxY, plot.maxY + 1)
      odd = below > 2 ? plot.maxY + 2 : nil
    }
  }

  private func rows(_ rect: Rect) -> Rows {
    let all = [stages.before, stages.masked, stages.after]
    let hasOdd = all.contains { $0.nan > 0 || $0.inf > 0 }
    return Rows(rect, hasOdd: hasOdd, hasShares: hasShares)
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let rows = rows(rect)
    let columns = HistogramColumns(
      stage.statistics, stage.range ?? scale.range, onto: scale.axis, columns: scale.columns)
    drawColumns(columns.counts, rows.plot, &canvas)
    if !isFirst { drawOutline(in: rect, into: &canvas) }
    drawBeyond(columns, rows.plot, &canvas)
    drawAxis(x: rows.plot.x, y: rows.axis, &canvas)
    if hasShares { drawShares(x: rows.plot.x, y: rows.shares, rect, &canvas) }
    if let odd = rows.odd { drawOdd(x: rows.plot.x, y: odd, &canvas) }
  }

  private func drawColumns(_ counts: [Double], _ plot: Rect, _ canvas: inout Canvas) {
    guard plot.height > 0 else { return }
    // Brighter towards the top, so that height is seen twice.
    let styles = (0..<plot.height).map { row in
      let share = plot.height == 1 ? 1 : Double(row) / Double(plot.height - 1)
      return inks.ink(inks.hasGradients ? inks.step(stage.color, 0.5 + 0.46 * share) : stage.color)
    }
    for (column, count) in counts.enumerated() where count > 0 {
      let height = max(1, Int(nearest: scale.height(count) * Double(plot.height * 8)))
      for row in 0..<plot.height where height > 8 * row {
        canvas[plot.x + column, plot.maxY - 1 - row] = Cell(
          Glyphs.eighths[min(8, height - 8 * row)], styles[row])
      }
    }
  }

  /// The columns before the mask, as dots where nothing else stands.
  func drawOutline(in rect: Rect, into canvas: inout Canvas) {
    let plot = rows(rect).plot
    let before = HistogramColumns(
      stages.before, scale.range, onto: scale.axis, columns: scale.columns)
    let ink = inks.ink(inks.step(inks.theme.before, 0.6))
    let dots = 4 * plot.height
    guard dots > 0 else { return }
    for (column, count) in before.counts.enumerated() where count > 0 {
      let level = max(1, Int(nearest: scale.height(count) * Double(dots)))
      let dot = dots - level
      let (x, y) = (plot.x + column, plot.y + dot / 4)
      guard x < canvas.size.width, y < canvas.size.height, canvas[x, y].glyph == " " else {
        continue
      }
      let pattern =
        Braille.bit(row: dot % 4, column: 0) | Braille.bit(row: dot % 4, column: 1)
      canvas[x, y] = Cell(Braille.glyph(pattern), ink)
    }
  }

  /// How many values lie beyond the ends of the axis.
  private func drawBeyond(_ columns: HistogramColumns, _ plot: Rect, _ canvas: inout Canvas) {
    guard plot.height > 0 else { return }
    let isWide = plot.width >= 30
    let y = plot.maxY - 1
    if columns.above > 0 {
      let text = isWide ? "\(columns.above) more ▸" : "\(columns.above)▸"
      canvas.write(text, inks.label, x: max(plot.x, plot.maxX - text.count), y: y)
    }
    if columns.below > 0 {
      let text = isWide ? "◂ \(columns.below) more" : "◂\(columns.below)"
      canvas.write(text, inks.label, x: plot.x, y: y, limit: plot.width)
    }
  }

  private func drawAxis(x: Int, y: Int, _ canvas: inout Canvas) {
    for column in 0..<scale.columns { canvas[x + column, y] = Cell("─", inks.border) }
    var free = 0
    for value in HistogramColumns.ticks(scale.axis, atMost: scale.columns / 6 + 1) {
      guard let column = scale.column(of: value) else { continue }
      let text = Numerals.tick(value)
      let start = min(column, scale.columns - text.count)
      guard start >= free else { continue }
      canvas.write(text, inks.label, x: x + start, y: y)
      free = start + text.count + 1
    }
    if let expected = stage.mean.expected?.mean, let column = scale.column(of: expected) {
      let isApart = stage.statistics.mean.flatMap(scale.column) != column
      if isApart { canvas[x + column, y] = Cell("┼", inks.accent) }
    }
    if let mean = stage.statistics.mean, let column = scale.column(of: mean) {
      canvas[x + column, y] = Cell("●", stage.mean.isOff ? inks.alarm : inks.ink(stage.color))
    }
  }

  /// All values in one line: those that are not zero, dropped ones, those that were zero before.
  private func drawShares(x: Int, y: Int, _ rect: Rect, _ canvas: inout Canvas) {
    let size = stage.statistics.size
    guard size > 0, scale.columns > 0 else { return }
    let zeros = min(max(0, stage.statistics.zeros), size)
    let old = min(max(0, stages.before.zeros), zeros)
    func place(_ count: Int) -> Int {
      Int(nearest: Double(count) / Double(size) * Double(scale.columns))
    }
    let filled = min(max(0, stage.filled?.count ?? 0), size - zeros)
    let (values, dropped) = (place(size - zeros - filled), place(size - old))
    for column in 0..<scale.columns {
      let cell =
        column < values
        ? Cell("━", inks.ink(stage.color))
        : column < dropped ? Cell("╍", inks.label) : Cell("─", inks.faint)
      canvas[x + column, y] = cell
    }
    let label = labels(dropped: zeros - old + filled, old: old, of: size).first {
      $0.width <= rect.width - 5
    }
    guard let label else { return }
    for column in 0..<label.width + 2 {
      canvas[rect.x + 2 + column, rect.maxY - 1] = Cell(" ", inks.ground)
    }
    canvas.write(label, x: rect.x + 3, y: rect.maxY - 1)
  }

  /// What the line says, the fullest first.
  private func labels(dropped: Int, old: Int, of size: Int) -> [[Run]] {
    let percent = Numerals.percent(Double(dropped) / Double(size), 1)
    if stage.hasFactors {
      return ["nothing dropped, factors", "nothing dropped"].map { [Run($0, inks.label)] }
    }
    if let value = stage.filled?.value {
      let words = "dropped \(percent) → \(Numerals.short(value))"
      return ["╍ " + words, words].map { [Run($0, inks.label)] }
    }
    return shares(dropped: dropped, old: old, of: size)
  }

  private func shares(dropped: Int, old: Int, of size: Int) -> [[Run]] {
    func percent(_ count: Int, _ decimals: Int) -> String {
      Numerals.percent(Double(count) / Double(size), decimals)
    }
    func words(_ decimals: Int, _ dash: Bool, _ zero: String) -> [Run] {
      var text = ""
      if !isFirst {
        text += (dash ? "╍ " : "") + "dropped \(percent(dropped, decimals)) "
      }
      text += (dash ? "─ " : "") + "\(zero) \(percent(old, decimals))"
      return [Run(text, inks.label)]
    }
    return [words(1, true, "zero before"), words(1, false, "zero"), words(0, false, "zero")]
  }

  /// NaN and infinities have a line of their own.
  private func drawOdd(x: Int, y: Int, _ canvas: inout Canvas) {
    var words: [String] = []
    if stage.statistics.nan > 0 { words.append("NaN \(stage.statistics.nan)") }
    if stage.statistics.inf > 0 { words.append("infinite \(stage.statistics.inf)") }
    canvas.write(
      words.joined(separator: "  "), inks.alarm, x: x, y: y, limit: scale.columns)
  }
}

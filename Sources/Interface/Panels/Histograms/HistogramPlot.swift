import DropoutEngine

/// The plot of one stage: a bar for exact zeros, the histogram of the rest, and the axis.
struct HistogramPlot {
  let inks: Inks
  let frame: HistogramFrame
  let rows: HistogramRows
  let stage: StageStatistics
  let color: Color
  /// Zeros that the activation had before the mask.
  let zerosBefore: Int
  let size: Int

  /// Cells from the left edge to the first column: the zeros' bar and a gap.
  private static let inset = 3

  func draw(in body: Rect, into canvas: inout Canvas) {
    let bars = Rect(
      x: body.x, y: body.y + rows.plot - frame.barRows, width: body.width, height: frame.barRows)
    let room = body.width - HistogramPlot.inset
    let left = body.x + HistogramPlot.inset + max(0, room - frame.columns) / 2
    drawZeros(bars, &canvas)
    drawColumns(bars, left, &canvas)
    drawAxis(y: body.y + rows.plot, left, body, &canvas)
    if frame.hasOutliers { drawOutliers(body, &canvas) }
  }

  /// The share of all values that are exactly zero: grey those that were, in alarm those dropped.
  private func drawZeros(_ bars: Rect, _ canvas: inout Canvas) {
    guard size > 0, bars.height > 0 else { return }
    let full = Double(bars.height * 8)
    func eighths(_ count: Int) -> Int {
      let share = min(1, Double(max(0, count)) / Double(size))
      return count > 0 ? max(1, Int((share * full).rounded())) : 0
    }
    let total = eighths(stage.zeros)
    let grey = min(total, eighths(min(zerosBefore, stage.zeros)))
    let made = inks.hasColor ? inks.ink(inks.theme.alarm) : Style(bold: true)
    for row in 0..<bars.height {
      let (base, y) = (8 * row, bars.maxY - 1 - row)
      guard total > base else { break }
      var cell: Cell
      if grey >= base + 8 || grey >= total {
        cell = Cell(zeroGlyph(min(8, total - base)), inks.quietData)
      } else if grey > base, total >= base + 8, inks.hasColor, !inks.shadesCarryValue {
        // Both parts meet in this cell: the lower one is ink, the upper one ground.
        cell = Cell(Glyphs.eighths[grey - base], inks.quietData)
        cell.style.background = inks.theme.alarm
      } else {
        cell = Cell(Glyphs.eighths[min(8, total - base)], made)
      }
      for dx in 0..<2 { canvas[bars.x + dx, y] = cell }
    }
  }

  /// Without colour, zeros that were there before are told by a lighter shade.
  private func zeroGlyph(_ eighths: Int) -> Unicode.Scalar {
    !inks.hasColor && eighths == 8 ? "░" : Glyphs.eighths[eighths]
  }

  private func drawColumns(_ bars: Rect, _ left: Int, _ canvas: inout Canvas) {
    guard frame.peak > 0, bars.height > 0 else { return }
    let counts = HistogramColumns.resample(
      HistogramColumns.withoutZeros(stage, frame.range), to: frame.columns)
    // Brighter towards the top, so that height is seen twice.
    let styles = (0..<bars.height).map { row in
      let isFlat = bars.height == 1 || !inks.hasGradients
      let share = isFlat ? 1 : Double(row) / Double(bars.height - 1)
      return inks.ink(inks.tone(color, 0.6 + 0.4 * share))
    }
    for (column, count) in counts.enumerated() where count > 0 {
      let height = max(1, Int((count / frame.peak * Double(bars.height * 8)).rounded()))
      for row in 0..<bars.height where height > 8 * row {
        canvas[left + column, bars.maxY - 1 - row] = Cell(
          Glyphs.eighths[min(8, height - 8 * row)], styles[row])
      }
    }
  }

  private func drawAxis(y: Int, _ left: Int, _ body: Rect, _ canvas: inout Canvas) {
    canvas.write("=0", inks.label, x: body.x, y: y)
    for column in 0..<frame.columns { canvas[left + column, y] = Cell("─", inks.border) }
    let labelRow = rows.axis > 1 ? y + 1 : y
    var free = Int.min
    for value in HistogramColumns.ticks(frame.range, atMost: max(3, frame.columns / 8 + 1)) {
      guard let column = frame.column(of: value) else { continue }
      if rows.axis > 1 { canvas[left + column, y] = Cell("┬", inks.faint) }
      let text = Numerals.tick(value)
      let start = min(max(left + column - text.count / 2, left), left + frame.columns - text.count)
      guard start >= free, start >= left else { continue }
      canvas.write(text, inks.label, x: start, y: labelRow)
      free = start + text.count + 1
    }
    if let mean = stage.mean, let column = frame.column(of: mean) {
      canvas[left + column, y] = Cell("▲", inks.ink(color, bold: true))
    }
  }

  /// What no bin holds: values off either end of the axis, NaN and infinities.
  private func drawOutliers(_ body: Rect, _ canvas: inout Canvas) {
    var left: [Run] = []
    if stage.below > 0 { left.append(Run("‹\(stage.below)", inks.alarm)) }
    var parts: [Part] = []
    if stage.nan > 0 { parts.append(Part(0, [Run("nan \(stage.nan)", inks.alarm)])) }
    if stage.inf > 0 { parts.append(Part(0, [Run("inf \(stage.inf)", inks.alarm)])) }
    if stage.above > 0 { parts.append(Part(1, [Run("\(stage.above)›", inks.alarm)])) }
    let room = body.width - HistogramPlot.inset
    canvas.write(left, x: body.x + HistogramPlot.inset, y: body.y, limit: room)
    let width = parts.joinedWidth(1)
    let start = max(left.width + 1, room - width)
    canvas.write(
      Array(parts.map(\.runs).joined(separator: [Run(" ", inks.text)])),
      x: body.x + HistogramPlot.inset + start, y: body.y, limit: max(0, room - start))
  }
}

import DropoutEngine

/// Each output over the masks: mean, sd, where 90 of 100 lie, and what one scaled pass gives.
struct OutputSpreads {
  let words: EnsembleWords

  private var inks: Inks { words.inks }
  private var ensemble: Ensemble { words.ensemble }

  /// Where the values of a row stand.
  private struct Axis {
    let x: Int
    let width: Int
    let low: Double
    let high: Double

    func column(_ value: Double) -> Int {
      guard high > low, width > 0 else { return x }
      let share = min(max((value - low) / (high - low), 0), 1)
      return x + Int(nearest: share * Double(width - 1))
    }
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("each output over the masks", inks.strong)],
      right: [[Run("of \(ensemble.width)", inks.label)]].filter { _ in !ensemble.hasClasses })
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty, !ensemble.spreads.isEmpty else { return }
    let count = ensemble.spreads.count
    let below = body.height >= count + 2 ? 2 : body.height >= min(count, 4) + 1 ? 1 : 0
    let shown = shown(body.height - below)
    let label = String(shown.last ?? 0).count
    let numbers = ensemble.hasClasses ? 9 : 13
    let all = ensemble.spreads.flatMap { [$0.low, $0.high] }
    let axis = Axis(
      x: body.x + label + 1, width: body.width - label - 2 - numbers,
      low: ensemble.hasClasses ? 0 : min(0, all.min() ?? 0),
      high: ensemble.hasClasses ? 1 : max(all.max() ?? 1, 1e-9))
    // A row between where there is room.
    let pitch = body.height >= 2 * shown.count + 2 ? 2 : 1
    for (row, index) in shown.enumerated() {
      drawRow(index, axis, body, y: body.y + row * pitch, &canvas)
    }
    let y = body.y + shown.count * pitch
    if below > 0 { drawAxis(axis, y: y, &canvas) }
    if below > 1 { drawLegend(body, y: y + 1, &canvas) }
  }

  /// As many outputs as there is room for: of classes the likeliest ones and the true one.
  private func shown(_ room: Int) -> [Int] {
    let count = ensemble.spreads.count
    guard count > room, ensemble.hasClasses else { return Array(0..<min(count, max(0, room))) }
    let truth = ensemble.sample.truth
    let ranked = ensemble.spreads.indices.sorted { a, b in
      a == truth
        ? b != truth : b != truth && ensemble.spreads[a].mean > ensemble.spreads[b].mean
    }
    return ranked.prefix(max(0, room)).sorted()
  }

  private func drawRow(
    _ index: Int, _ axis: Axis, _ body: Rect, y: Int, _ canvas: inout Canvas
  ) {
    let spread = ensemble.spreads[index]
    let isTruth = index == ensemble.sample.truth
    canvas.write("\(index)", isTruth ? inks.strong : inks.label, x: body.x, y: y)
    let numbers = "\(short(spread.mean)) ±\(deviation(spread.sd))"
    canvas.write(
      numbers, isTruth ? inks.strong : inks.label,
      x: body.maxX - numbers.unicodeScalars.count, y: y)
    guard axis.width > 3 else { return }
    let quiet = inks.quietData
    let bar = inks.ink(inks.step(words.scene.theme.after, 0.6))
    for x in axis.column(spread.low)...max(axis.column(spread.low), axis.column(spread.high)) {
      canvas[x, y] = Cell("─", quiet)
    }
    let (from, to) = (
      axis.column(max(spread.low, spread.mean - spread.sd)),
      axis.column(min(spread.high, spread.mean + spread.sd))
    )
    if from < to { for x in from...to { canvas[x, y] = Cell("━", bar) } }
    let scaled = axis.column(Double(ensemble.evaluation[index]))
    canvas[scaled, y] = Cell("┼", inks.accent)
    canvas[axis.column(spread.mean), y] = Cell("●", inks.after)
  }

  private func short(_ value: Double) -> String {
    ensemble.hasClasses ? Numerals.factor(value) : Numerals.short(value)
  }

  /// Without the zero in front where it is below one: `.24`.
  private func deviation(_ value: Double) -> String {
    let text = short(value)
    return ensemble.hasClasses && text.hasPrefix("0") ? String(text.dropFirst()) : text
  }

  private func drawAxis(_ axis: Axis, y: Int, _ canvas: inout Canvas) {
    guard axis.width > 3 else { return }
    let range = HistogramRange(low: axis.low, high: axis.high)
    var free = axis.x
    for value in HistogramColumns.ticks(range, atMost: max(2, axis.width / 5)) {
      let text = Numerals.tick(value)
      let x = min(axis.column(value), axis.x + axis.width - text.count)
      guard x >= free else { continue }
      canvas.write(text, inks.label, x: x, y: y)
      free = x + text.count + 1
    }
  }

  private func drawLegend(_ body: Rect, y: Int, _ canvas: inout Canvas) {
    let bar = inks.ink(inks.step(words.scene.theme.after, 0.6))
    let parts = [
      Part(0, [Run("●", inks.after), Run(" mean", inks.label)]),
      Part(2, [Run("━", bar), Run(" sd", inks.label)]),
      Part(3, [Run("─", inks.quietData), Run(" 90%", inks.label)]),
      Part(1, [Run("┼", inks.accent), Run(" eval", inks.label)]),
    ]
    canvas.write(parts.fitting(body.width, gap: 2), x: body.x, y: y, gap: 2)
  }
}

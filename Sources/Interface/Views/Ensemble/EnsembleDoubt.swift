import DropoutEngine
import PlainText
import RealModule

/// How unsure the ensemble is of this input, and why: unclear by itself, or masks that disagree.
struct EnsembleDoubt {
  let words: EnsembleWords

  private var inks: Inks { words.inks }
  private var ensemble: Ensemble { words.ensemble }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("how unsure, and why", inks.strong)],
      right: [[Run("nats", inks.label)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard let doubt = ensemble.uncertainty, !body.isEmpty else { return }
    let most = Double.log(Double(max(2, ensemble.evaluation.count)))
    let unclear = "unclear \(ensemble.input.isNoise ? "input" : words.noun)"
    var rows: [(String, Double, Color, Bool)] = [
      ("in all", doubt.total, words.scene.theme.after, true),
      (unclear, doubt.aleatoric, words.scene.theme.after, true),
      ("masks disagree", doubt.epistemic, words.scene.theme.kept, true),
      ("no idea at all", most, words.scene.theme.dropped, false),
    ]
    if body.height < 4 { rows = [rows[0], rows[2]] }
    for (row, entry) in rows.prefix(body.height).enumerated() {
      draw(entry, of: most, body, y: body.y + row, &canvas)
    }
    guard body.height >= 6, let truth = ensemble.sample.truth else { return }
    let wrong = Int(nearest: 100 * (1 - words.share(truth)))
    canvas.write(
      [Run("a single mask is wrong ", inks.text), Run("\(wrong) in 100", inks.strong)],
      x: body.x, y: body.y + 5, limit: body.width)
  }

  private func draw(
    _ entry: (name: String, value: Double, color: Color, isData: Bool), of most: Double,
    _ body: Rect, y: Int, _ canvas: inout Canvas
  ) {
    canvas.write(entry.name, inks.label, x: body.x, y: y, limit: body.width)
    canvas.write(
      Numerals.factor(entry.value), entry.isData ? inks.strong : inks.label, x: body.x + 15, y: y)
    let room = body.width - 20
    guard room > 2 else { return }
    let length = Int(nearest: entry.value / most * Double(room))
    let style = entry.isData ? inks.ink(inks.step(entry.color, 0.8)) : inks.quietData
    for column in 0..<max(0, min(length, room)) {
      canvas[body.x + 20 + column, y] = Cell("━", style)
    }
  }
}

/// How good the mean of K masks is on the rows held out, beside one scaled pass.
struct MaskCurve {
  let words: EnsembleWords

  private var inks: Inks { words.inks }
  private var ensemble: Ensemble { words.ensemble }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("K masks averaged", inks.strong)],
      right: [[Run("held out", inks.label)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty else { return }
    guard let scaled = ensemble.scaled else {
      let isComing = words.scene.arrival.header.preset == "digits"
      let text = isComing ? "running the held-out rows …" : "no rows are held out"
      return canvas.write(text, inks.label, x: body.x, y: body.y, limit: body.width)
    }
    var points = ensemble.curve
    // The first and the last ones stay.
    while points.count > max(1, body.height - 2) { points.remove(at: min(1, points.count - 1)) }
    for (row, point) in points.enumerated() {
      draw("\(point.masks)", point.score, scaled, body, y: body.y + row, &canvas)
    }
    let y = body.y + points.count
    guard y < body.maxY else { return }
    draw("eval", scaled, nil, body, y: y, &canvas)
    guard body.maxY - 1 > y else { return }
    canvas.write(conclusion(scaled), inks.text, x: body.x, y: body.maxY - 1, limit: body.width)
  }

  /// A line of shares correct: a disc for K masks, a tick for one scaled pass.
  ///
  /// - Parameter scaled: nil in the row of one scaled pass itself.
  private func draw(
    _ name: String, _ score: Score, _ scaled: Score?, _ body: Rect, y: Int,
    _ canvas: inout Canvas
  ) {
    canvas.write(
      name, scaled == nil ? inks.hotkey : inks.label, x: body.x + 4 - name.count, y: y)
    let numbers = [
      Run(Numerals.percent(score.accuracy), inks.strong), Run(" loss ", inks.label),
      Run(Numerals.short(score.loss), inks.text),
    ]
    canvas.write(numbers, x: body.maxX - numbers.width, y: y)
    let (x, width) = (body.x + 5, body.width - 6 - numbers.width)
    guard width > 4 else { return }
    for column in 0..<width { canvas[x + column, y] = Cell("─", inks.border) }
    let own = x + column(score.accuracy, width)
    guard let scaled else { return canvas[own, y] = Cell("┼", inks.accent) }
    canvas[x + column(scaled.accuracy, width), y] = Cell("┼", inks.accent)
    canvas[own, y] = Cell("●", inks.after)
  }

  /// Where a share stands between the least and the most that are shown.
  private func column(_ accuracy: Double, _ width: Int) -> Int {
    let all = ensemble.curve.map(\.score.accuracy) + [ensemble.scaled?.accuracy ?? 0]
    let low = max(0, (all.min() ?? 0) - 0.01)
    let high = min(1, (all.max() ?? 1) + 0.01)
    return Int(nearest: (accuracy - low) / max(high - low, 1e-9) * Double(width - 1))
  }

  /// How one scaled pass stands beside the mean of the most masks.
  private func conclusion(_ scaled: Score) -> String {
    guard let last = ensemble.curve.last else { return "running \(ensemble.curveEnd) masks …" }
    if last.masks < ensemble.curveEnd { return "running \(ensemble.curveEnd) masks …" }
    let distance = scaled.accuracy - last.score.accuracy
    if abs(distance) <= 0.02 { return "one pass stands in for all of them" }
    let points = decimal(abs(distance) * 100, 1)
    return distance < 0
      ? "one pass is \(points) points worse" : "one pass is \(points) points better"
  }
}

import DropoutEngine
import PlainText

/// What people write for dropout, and what it costs on the rows held out.
struct CompareTable {
  let scene: Scene
  let values: CompareValues?

  private var inks: Inks { scene.inks }

  /// Columns from the left edge of the table.
  private struct Columns {
    var training = 26
    var evaluation = 39
    var ratio = 54
    /// Nil where there is no room for bars.
    var bar: Int?
    var loss: Int
    var correct: Int
    /// How it shows, and what to do; nil where there is no room.
    var symptom: Int?
    var advice: Int?

    init(_ width: Int) {
      let hasBars = width >= 86
      bar = hasBars ? 59 : nil
      loss = hasBars ? 70 : 60
      correct = loss + 14
      symptom = width >= correct + 8 + 24 ? correct + 8 : nil
      advice = width >= correct + 8 + 26 + 54 ? correct + 8 + 26 : nil
    }
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let comparison = scene.comparison
    canvas.box(
      rect, inks.border,
      left: [Run("what people write", inks.strong), Run("  " + subtitle(comparison), inks.label)],
      right: [
        [Run("v", inks.hotkey), Run(" puts one in the upper boxes", inks.label)],
        [Run("v", inks.hotkey)],
      ])
    let body = rect.inset(dx: 2, dy: 1)
    guard let values, body.height > 2 else { return }
    let columns = Columns(body.width)
    drawHeading(columns, body, &canvas)
    for (index, way) in ScalingWay.allCases.enumerated() where index + 1 < body.height {
      let y = body.y + 1 + index
      drawWay(way, values, comparison, columns, body, y: y, &canvas)
      canvas.touch(
        Rect(x: body.x, y: y, width: body.width, height: 1), .own("way", way.rawValue))
    }
    let y = body.maxY - 1
    guard y > body.y + ScalingWay.allCases.count else { return }
    canvas.write(
      StatusLine.cut(note(values, comparison), body.width), inks.label, x: body.x, y: y)
  }

  private func subtitle(_ comparison: Comparison?) -> String {
    guard scene.arrival.offers.contains(.moreMasks) else {
      return scene.arrival.kind == .simulated
        ? "the network is too large to be run beside the calls"
        : "what it costs is not known: a log has no network that could be run"
    }
    guard let comparison, comparison.rows > 0, let call = comparison.pricedAt else {
      return scene.arrival.header.preset == "digits" ? "" : "no rows are held out to price it on"
    }
    let when = call == scene.call.number ? "" : ", weights of call \(call)"
    return "and what it costs on \(comparison.rows) held-out rows" + when
  }

  private func note(_ values: CompareValues, _ comparison: Comparison?) -> String {
    if let fixed = values.fixedMode {
      return
        "\(fixed): no factor to forget. With masks on: the mean of \(passes(comparison)) passes."
    }
    let isHalf = ScalingWay.swapped.shown(values.rate) != values.rate
    if isHalf {
      return "At p 0.50 1/p and swapped p are right by chance, so these two stand at p 0.20."
        + " With masks on: the mean of \(passes(comparison)) passes."
    }
    return "Same weights in every row, all layers wrong alike; with masks on, the mean of"
      + " \(passes(comparison)) passes. ┼ is 1: the two agree."
  }

  private func passes(_ comparison: Comparison?) -> Int {
    comparison?.prices.map(\.passes).max() ?? 20
  }

  private func drawHeading(_ columns: Columns, _ body: Rect, _ canvas: inout Canvas) {
    func write(_ text: String, _ column: Int) {
      canvas.write(text, inks.label, x: body.x + column, y: body.y, limit: body.width - column)
    }
    write("in training", columns.training)
    write("in evaluation", columns.evaluation)
    write(columns.bar == nil ? "ratio" : "eval ÷ train", columns.ratio)
    write("loss", columns.loss)
    write("correct", columns.correct)
    if let symptom = columns.symptom { write("how it shows", symptom) }
    if let advice = columns.advice { write("what to do", advice) }
  }

  private func drawWay(
    _ way: ScalingWay, _ values: CompareValues, _ comparison: Comparison?, _ columns: Columns,
    _ body: Rect, y: Int, _ canvas: inout Canvas
  ) {
    let rate = way.shown(values.rate)
    let price = comparison?.prices.first { $0.way == way }
    let right = comparison?.prices.first { $0.way == .inverted }
    func write(_ runs: [Run], _ column: Int) {
      canvas.write(runs, x: body.x + column, y: y, limit: max(0, body.width - column))
    }
    write(name(way, rate, isMoved: rate != values.rate), 0)
    let isScaled = values.fixedMode == nil
    write([Run(isScaled ? training(way, rate) : "mask", inks.text)], columns.training)
    let evaluated = isScaled ? evaluation(way, rate) : way == .forgotten ? "mask" : "as it is"
    write([Run(evaluated, inks.text)], columns.evaluation)
    let ratio = isScaled ? way.ratio(rate) : 1
    let isOff = ratio.map { abs($0 - 1) > 1e-9 } ?? false
    write(
      [Run(ratio.map(Numerals.factor) ?? "–", isOff ? inks.alarm : inks.text)], columns.ratio)
    if let bar = columns.bar, let ratio {
      drawBar(ratio, isOff, x: body.x + bar, y: y, &canvas)
    }
    write(loss(price, right), columns.loss)
    write(correct(price, right), columns.correct)
    if let symptom = columns.symptom {
      write([Run(symptomWords(way, rate), inks.label)], symptom)
    }
    if let advice = columns.advice { write([Run(way.advice(rate), inks.label)], advice) }
  }

  private func name(_ way: ScalingWay, _ rate: Rate, isMoved: Bool) -> [Run] {
    let mark =
      way.isRight
      ? Run("✓ ", inks.ink(inks.step(scene.theme.kept, 0.7)))
      : Run("\(inks.warning) ", inks.ink(scene.theme.alarm))
    let isShown = scene.state.memory[CompareState.self].way == way
    let style = isShown ? inks.hotkey : way.isRight ? inks.strong : inks.text
    let title = isMoved && way == .swapped ? "p, keep swapped" : way.title
    let moved = isMoved ? [Run("  p \(decimal(rate.value, 2))", inks.label)] : []
    return [mark, Run(title, style)] + moved
  }

  private func training(_ way: ScalingWay, _ rate: Rate) -> String {
    guard let factor = way.training(rate) else { return "–" }
    return factor == 1 ? "mask" : "mask × \(Numerals.factor(factor))"
  }

  private func evaluation(_ way: ScalingWay, _ rate: Rate) -> String {
    guard let factor = way.evaluation(rate) else { return training(way, rate) }
    return factor == 1 ? "× 1" : "× \(Numerals.factor(factor))"
  }

  private func symptomWords(_ way: ScalingWay, _ rate: Rate) -> String {
    switch way {
    case .inverseRate:
      guard let factor = way.training(rate) else { return way.symptom }
      return "mean × \(Numerals.tick((factor * rate.keep * 100).rounded() / 100)) in training"
    case .swapped:
      let (dropped, meant) = (Numerals.percent(rate.keep, 0), Numerals.percent(rate.value, 0))
      return "drops \(dropped), meant \(meant)"
    default: return way.symptom
    }
  }

  /// A line as long as the ratio, the tick where it is 1.
  private func drawBar(_ ratio: Double, _ isOff: Bool, x: Int, y: Int, _ canvas: inout Canvas) {
    let (tick, most) = (4, 9)
    let length = max(1, Int(nearest: ratio * Double(tick + 1)))
    let style = isOff ? inks.ink(scene.theme.alarm) : inks.ink(inks.step(scene.theme.kept, 0.7))
    for column in 0..<most {
      if column < length { canvas[x + column, y] = Cell("━", style) }
    }
    if length > most { canvas[x + most, y] = Cell("▶", style) }
    let meets = length > tick
    canvas[x + tick, y] = Cell(meets ? "┼" : "│", meets && !isOff ? inks.accent : inks.label)
  }

  /// `0.8370 × 2.4`.
  private func loss(_ price: WayPrice?, _ right: WayPrice?) -> [Run] {
    guard let price else { return [Run("–", inks.label)] }
    let value = Numerals.fine(price.score.loss)
    guard let right, !price.way.isRight, right.score.loss > 0 else {
      return [Run(value, inks.text)]
    }
    let times = price.score.loss / right.score.loss
    let style = times > 1.05 ? inks.ink(scene.theme.alarm) : inks.text
    return [Run(value, style), Run(" × \(decimal(min(times, 9999), 1))", inks.label)]
  }

  private func correct(_ price: WayPrice?, _ right: WayPrice?) -> [Run] {
    guard let price else { return [Run("–", inks.label)] }
    let isWorse = right.map { price.score.accuracy < $0.score.accuracy - 0.02 } ?? false
    return [
      Run(
        Numerals.percent(price.score.accuracy), isWorse ? inks.ink(scene.theme.alarm) : inks.text)
    ]
  }
}

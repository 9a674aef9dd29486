import DropoutEngine
import PlainText

/// Whether evaluation hands on what training does in the mean, and what one must do.
struct CompareAgreement {
  let scene: Scene
  let way: ScalingWay
  let values: CompareValues?

  private var inks: Inks { scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(rect, inks.border, left: [Run("eval against train", inks.strong)])
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty, let values else { return }
    var lines = numbers(values, body.width)
    let words = fixedWords(values) ?? (values.hasDrops ? way.advice(values.rate) : "p is 0 or 1.")
    let advice = Prose.lines(words, width: body.width)
    // The advice comes before the next layer, where there is room for one.
    if lines.count + advice.count > body.height { lines = Array(lines.prefix(3)) }
    if lines.count + advice.count < body.height { lines.append([]) }
    lines += advice.map { [Run($0, inks.text)] }
    for (row, runs) in lines.prefix(body.height).enumerated() {
      canvas.write(runs, x: body.x, y: body.y + row, limit: body.width)
    }
    drawNext(values, in: rect.below(lines.count + 1), &canvas)
  }

  /// What the next layer receives: in training as columns, in evaluation as dots.
  private func drawNext(_ values: CompareValues, in rect: Rect, _ canvas: inout Canvas) {
    guard rect.height >= 7, rect.width >= 40, values.fixedMode == nil,
      let products = values.trial?.next?.products, let training = way.training(values.rate)
    else { return }
    let stages = products.stages(
      training: training, evaluation: way.evaluation(values.rate), isSwapped: way == .swapped)
    let shown = HistogramStage(
      name: "", color: scene.theme.after, statistics: stages.after,
      mean: .init(stages.after.mean, stages.before.mean.map { .init(mean: $0, sd: nil) }),
      operations: [])
    let scale = HistogramScale(
      axis: StageAxis(stages)?.range ?? stages.range, columns: rect.width - 4, isLog: false,
      range: stages.range, before: stages.before, stages: [shown])
    canvas.write(
      [
        Run("next layer: ", inks.label), Run("this mask", inks.after), Run(", ", inks.label),
        Run("dotted", inks.before), Run(" eval", inks.label),
      ], x: rect.x + 2, y: rect.y + 1, limit: rect.width - 4)
    HistogramPlot(
      inks: inks, scale: scale, stage: shown, stages: stages, isFirst: false, hasShares: false
    ).draw(in: rect.below(1), into: &canvas)
  }

  private func fixedWords(_ values: CompareValues) -> String? {
    values.fixedMode.map { "\($0): vanilla and inverted are one." }
  }

  /// One line for a border: `eval = train −0.8σ ✓`, in full and short.
  var short: [[Run]] {
    guard let values, let found = Found(way, values) else { return [] }
    let verdict = verdict(found)
    return [[Run("eval ÷ train ", inks.label)] + verdict, verdict]
  }

  // MARK: - Lines

  private func numbers(_ values: CompareValues, _ width: Int) -> [[Run]] {
    guard let found = Found(way, values) else { return recorded(values) }
    let count = values.trial?.masked.count ?? 0
    var lines = [
      [Run("mean over \(count) masks", inks.label)],
      train(found.train), eval(found, width),
    ]
    if let next = found.next {
      lines += [
        [Run("next layer, W·h + b", inks.label)], train(next.train), eval(next, width),
      ]
    }
    return lines
  }

  private func train(_ estimate: Estimate) -> [Run] {
    [
      Run("train ", inks.label), Run(Numerals.fine(estimate.mean), inks.text),
      Run(" ± \(Numerals.fine(estimate.error))", inks.label),
    ]
  }

  private func eval(_ found: Found, _ width: Int) -> [Run] {
    let value = Numerals.fine(found.eval)
    if way == .forgotten {
      let spread = Run(" ± \(Numerals.fine(found.train.sd)) a run", inks.ink(scene.theme.alarm))
      return [Run("eval  ", inks.label), Run(value, inks.strong), spread]
    }
    let verdict = verdict(found)
    // In line with the standard errors, as far as there is room.
    let room = min(width, 30) - 6 - value.count - verdict.width
    let gap = String(repeating: " ", count: max(1, room))
    return [Run("eval  ", inks.label), Run(value, inks.strong), Run(gap, inks.label)] + verdict
  }

  /// `+0.5σ ✓`, or in red how many times as large.
  private func verdict(_ found: Found) -> [Run] {
    if found.isOff, let ratio = found.ratio {
      return [Run("\(Numerals.factor(ratio)) × \(inks.warning)", inks.alarm)]
    }
    let sigma = found.train.sigma(of: found.eval).map(Numerals.sigma) ?? "equal"
    return [
      Run(sigma + " ", inks.label), Run("✓", inks.ink(inks.step(scene.theme.kept, 0.7))),
    ]
  }

  /// A record has the values of one mask: what all come to, theory says.
  private func recorded(_ values: CompareValues) -> [[Run]] {
    let isAsked = scene.arrival.offers.contains(.moreMasks)
    guard !isAsked else { return [[Run("trying masks …", inks.label)]] }
    guard let before = values.stages.before.mean, let factor = way.training(values.rate) else {
      return []
    }
    let expected = factor * way.keep(values.rate) * before
    var lines = [
      [Run("all masks, by theory", inks.label)],
      [Run("train ", inks.label), Run(Numerals.fine(expected), inks.text)],
    ]
    if let evaluation = way.evaluation(values.rate), let ratio = way.ratio(values.rate) {
      let isOff = abs(ratio - 1) > 1e-9
      lines.append([
        Run("eval  ", inks.label), Run(Numerals.fine(evaluation * before), inks.strong),
        isOff
          ? Run("  \(Numerals.factor(ratio)) × \(inks.warning)", inks.alarm)
          : Run("  equal ✓", inks.label),
      ])
    }
    return lines + [[Run("next layer: not known", inks.label)]]
  }
}

extension CompareAgreement {
  /// What was found of a tensor: training over masks, and evaluation.
  private struct Found {
    var train: Estimate
    var eval: Double
    var next: NextFound?

    init?(_ way: ScalingWay, _ values: CompareValues) {
      guard let trial = values.trial, trial.masked.count > 0 else { return nil }
      let fixed = values.fixedMode != nil
      guard let training = fixed ? 1 : way.training(values.rate) else { return nil }
      let evaluation = fixed ? 1 : way.evaluation(values.rate)
      // What the mask the other way round keeps is what this one drops.
      let isSwapped = way == .swapped && !fixed
      train = trial.masked.scaled(training, isSwapped ? trial.before : nil)
      eval = evaluation.map { $0 * trial.before } ?? train.mean
      next = trial.next.map { next in
        let masked = next.masked.scaled(training, isSwapped ? next.before : nil)
        return NextFound(
          train: masked.times(1, plus: next.bias),
          eval: (evaluation.map { $0 * next.before } ?? masked.mean) + next.bias)
      }
    }

    fileprivate init(_ next: NextFound) {
      (train, eval) = (next.train, next.eval)
    }

    var ratio: Double? { train.mean != 0 ? eval / train.mean : nil }

    var isOff: Bool {
      train.sigma(of: eval).map { abs($0) >= SiteReading.Number.limit } ?? false
    }
  }

  fileprivate struct NextFound {
    var train: Estimate
    var eval: Double
  }

  private func eval(_ next: NextFound, _ width: Int) -> [Run] { eval(Found(next), width) }
}

extension Estimate {
  /// Times a factor; of what masks drop, where all that there is to keep or drop is given.
  fileprivate func scaled(_ factor: Double, _ all: Double?) -> Estimate {
    all.map { times(-factor, plus: factor * $0) } ?? times(factor)
  }
}

extension CompareValues {
  /// Whether anything is left to chance.
  var hasDrops: Bool { rate.value > 0 && rate.keep > 0 }
}

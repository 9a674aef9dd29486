internal import RealModule

/// Sends one input through mask after mask.
package struct EnsembleTrial {
  private var passes: RowPasses
  private var step: MaskedStep
  private let masks: Int
  private var seen: Set<[Mask]> = []
  package private(set) var ensemble: Ensemble

  /// - Returns: nil where the dialect does not take the session's seed.
  package init?(_ held: HeldNetwork, _ input: TrialInput, masks: Int) {
    let sites = Array(held.sites.indices)
    // A lone layer takes its tensor whole; a network, one sample.
    let rows: Int? = held.isLoneLayer ? nil : 1
    guard let drawing = TrialMasks(held, sites: sites, rows: rows, rates: held.rates) else {
      return nil
    }
    let sample = held.sample(input)
    passes = RowPasses(held, sample.values, rows: 1)
    step = MaskedStep(masks: drawing, effects: sites.map { held.effect($0, .train) })
    self.masks = masks
    var scaled = ScaledStep(held)
    passes.run(&scaled)
    let output = passes.output
    ensemble = Ensemble(
      number: held.call.number, input: input, sample: sample, hasClasses: passes.hasClasses,
      width: output.count, evaluation: Array(output.prefix(Ensemble.mostOutputs)))
  }

  /// Runs so many masks more.
  ///
  /// - Returns: false where all are run, and what they come to is known.
  package mutating func work(masks count: Int) -> Bool {
    for _ in 0..<min(count, masks - ensemble.outputs.count) {
      step.begin()
      passes.run(&step)
      ensemble.outputs.append(Array(passes.output.prefix(Ensemble.mostOutputs)))
      seen.insert(step.drawn)
    }
    guard ensemble.outputs.count == masks else { return true }
    ensemble.distinct = seen.count
    ensemble.decisions = step.drawn.reduce(0) { $0 + $1.count }
    ensemble.spreads = ensemble.evaluation.indices.map { index in
      OutputSpread(ensemble.outputs.map { Double($0[index]) })
    }
    if ensemble.hasClasses { ensemble.uncertainty = Uncertainty(ensemble.outputs) }
    return false
  }
}

/// How good the mean of the outputs of K masks is on the rows held out, beside one scaled pass.
package struct EnsembleCurve {
  private let targets: [Int]
  private var passes: RowPasses
  private var step: MaskedStep
  private var sum: [Double]
  private var done = 0
  private let stops: [Int]
  package let scaled: Score
  package private(set) var points: [Ensemble.CurvePoint] = []

  /// - Parameter masks: where the curve ends.
  /// - Returns: nil where no rows are held out.
  package init?(_ held: HeldNetwork, masks: Int) {
    guard held.hasHeldOut else { return nil }
    let (inputs, targets) = held.source.heldOut
    let sites = Array(held.sites.indices)
    guard
      let drawing = TrialMasks(held, sites: sites, rows: targets.count, rates: held.rates)
    else { return nil }
    self.targets = targets
    passes = RowPasses(held, inputs, rows: targets.count)
    step = MaskedStep(masks: drawing, effects: sites.map { held.effect($0, .train) })
    var evaluation = ScaledStep(held)
    passes.run(&evaluation)
    sum = Array(repeating: 0, count: passes.output.count)
    scaled = Score(passes.output, targets: targets, loss: passes.loss(targets))
    stops = EnsembleCurve.stops(masks)
  }

  /// 1, 3, 10, 30 … and the end.
  static func stops(_ end: Int) -> [Int] {
    [1, 3, 10, 30, 100, 300, 1000].filter { $0 < end } + [max(1, end)]
  }

  /// Runs one mask.
  ///
  /// - Returns: false where the end is reached.
  package mutating func work() -> Bool {
    guard let end = stops.last, done < end else { return false }
    step.begin()
    passes.run(&step)
    let output = passes.output
    for index in output.indices { sum[index] += Double(output[index]) }
    done += 1
    if stops.contains(done) { points.append(.init(masks: done, score: score)) }
    return done < end
  }

  private var score: Score {
    let width = sum.count / max(targets.count, 1)
    let floor = Double(Float.leastNonzeroMagnitude)
    var loss = 0.0
    for (sample, target) in targets.enumerated() {
      loss -= .log(max(sum[sample * width + target] / Double(done), floor))
    }
    return Score(sum, targets: targets, loss: loss / Double(max(targets.count, 1)))
  }
}

import DropoutEngine

/// What the boxes are made of: the values before the mask and under it, of one call; every way to
/// scale multiplies these.
struct CompareValues {
  let site: SiteCall
  let rate: Rate
  let stages: Stages
  /// The call drew nothing: the mask is one that it would draw in training.
  let isBorrowed: Bool
  /// Why the mode changes nothing at this site.
  let fixedMode: String?
  /// What was tried on this site; nil while nothing is known, or where it cannot be.
  let trial: SiteTrial.Result?
  private let isMasked: Bool

  /// Nil where the site, its rate or its values are not known.
  init?(_ scene: Scene) {
    guard let site = scene.selectedSite, let rate = site.rate else { return nil }
    let comparison = scene.comparison
    trial = comparison.flatMap { $0.trial.site == site.name ? $0.trial : nil }
    let isDrawn = site.isDrawn ?? (scene.phase(site) == .train)
    let borrowed = isDrawn ? nil : trial?.stages
    guard let stages = borrowed ?? site.stages else { return nil }
    self.site = site
    self.rate = rate
    self.stages = stages
    isBorrowed = borrowed != nil
    isMasked = isDrawn || borrowed != nil
    let kind = scene.arrival.header.site(site.name)?.kind.flatMap(DropoutKinds.named)
    fixedMode = trial?.fixedMode ?? kind?.fixedMode
  }

  /// What a way hands on in a phase; nil where no mask is known.
  func side(_ way: ScalingWay, _ phase: Phase) -> CompareSide? {
    if fixedMode != nil { return fixedSide(phase) }
    let training = way.training(rate)
    if phase == .eval, let factor = way.evaluation(rate) {
      return CompareSide(stages.before, factor, on: stages.range, isMasked: false)
    }
    guard isMasked, let training else { return nil }
    // The share to keep as the rate: what the mask drops is kept.
    let masked = way == .swapped ? stages.dropped : stages.masked
    return CompareSide(masked, training, on: stages.range, isMasked: true)
  }

  /// A kind that the mode does not change: as it ran, and in evaluation as it comes in.
  private func fixedSide(_ phase: Phase) -> CompareSide? {
    if phase == .eval {
      return CompareSide(stages.before, 1, on: stages.range, isMasked: false)
    }
    return isMasked ? CompareSide(stages.after, 1, on: stages.range, isMasked: true) : nil
  }
}

/// What is handed on: values that were counted, and what all of them are multiplied by.
struct CompareSide {
  let values: StageStatistics
  let factor: Double
  let range: HistogramRange
  let isMasked: Bool

  /// - Parameter range: what the bins of the values cover.
  init(_ values: StageStatistics, _ factor: Double, on range: HistogramRange, isMasked: Bool) {
    self.values = values
    self.factor = factor
    self.range = HistogramRange(low: range.low * factor, high: range.high * factor)
    self.isMasked = isMasked
  }

  var mean: Double? { values.mean.map { $0 * factor } }

  var zeroShare: Double? {
    values.size > 0 ? Double(values.zeros) / Double(values.size) : nil
  }

  /// `h × mask × 2.00`, in full and short.
  var words: [String] {
    let factors = factor == 1 ? "" : " × \(Numerals.factor(factor))"
    return ["h" + (isMasked ? " × mask" : "") + factors, (isMasked ? "mask" : "h") + factors]
  }
}

extension Stages {
  /// What the mask takes away: the same values under the mask the other way round.
  fileprivate var dropped: StageStatistics {
    let (all, kept) = (before.size - before.zeros, masked.size - masked.zeros)
    let zeros = before.size - (all - kept)
    let zeroBin = before.bins.indices.first {
      let step = (range.high - range.low) / Double(max(1, before.bins.count))
      return range.low + Double($0 + 1) * step > 0
    }
    let bins = before.bins.indices.map { index in
      guard index < masked.bins.count else { return 0 }
      let difference = before.bins[index] - masked.bins[index]
      return index == zeroBin
        ? max(0, difference - before.zeros + masked.zeros) + zeros : difference
    }
    let mean = before.mean.flatMap { before in masked.mean.map { before - $0 } }
    return StageStatistics(
      mean: mean, sd: nil, min: nil, max: nil, zeros: zeros, nan: before.nan, inf: before.inf,
      below: max(0, before.below - masked.below), above: max(0, before.above - masked.above),
      bins: bins.map { max(0, $0) })
  }
}

extension Scene {
  /// What is known of the question that the compare view asks.
  var comparison: Comparison? {
    (CompareView().question(state) as? ComparisonQuestion).flatMap(state.inquired.recent)
  }
}

extension ScalingWay {
  /// What it is called on screen.
  var title: String {
    switch self {
    case .inverted: "inverted"
    case .vanilla: "vanilla"
    case .unscaled: "no scale anywhere"
    case .twice: "scaled in both"
    case .inverseRate: "1/p instead"
    case .forgotten: "eval() forgotten"
    case .swapped: "p and keep swapped"
    }
  }

  /// How people come to notice it.
  var symptom: String {
    switch self {
    case .inverted: "what PyTorch does"
    case .vanilla: "the 2014 paper"
    case .unscaled: "too sure of itself"
    case .twice: "too unsure of itself"
    case .inverseRate: "the mean jumps in training"
    case .forgotten: "two runs differ"
    case .swapped: "learns slowly, or not at all"
    }
  }

  /// Two decimals at most: `2`, `1.25`.
  private static func plain(_ factor: Double) -> String {
    Numerals.tick((factor * 100).rounded() / 100)
  }

  /// What one must do about it, at a rate.
  func advice(_ rate: Rate) -> String {
    let (p, q) = (Numerals.factor(rate.value), Numerals.factor(rate.keep))
    let inverse = rate.keep > 0 ? ScalingWay.plain(1 / rate.keep) : "1/(1−p)"
    if !isSeenAtHalf, shown(rate) != rate {
      return "At p 0.50 p and 1 − p are one number, and nothing shows. Change p to see it."
    }
    switch self {
    case .inverted: return "Nothing to do in eval: ship the net as it is."
    case .vanilla: return "Forget × \(q) here, and units are \(inverse) × too loud."
    case .unscaled: return "Scale once: × \(inverse) in training, or × \(q) in eval."
    case .twice: return "Scale once: in training or in eval, not in both."
    case .inverseRate:
      let wrong = rate.value > 0 ? ScalingWay.plain(1 / rate.value) : "1/p"
      return "Scale by 1/(1−p), \(inverse), not by 1/p, \(wrong)."
    case .forgotten: return "Call eval(): each run now draws another mask."
    case .swapped: return "p is what is dropped: \(p) was meant, \(q) is dropped."
    }
  }
}

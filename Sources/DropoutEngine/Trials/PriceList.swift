/// What each way to write dropout costs on the rows held out, a pass at a time.
///
/// The weights are the session's in every row, and expect the mean that the session's own way hands
/// on: a wrong one multiplies that by its evaluation over its training, at all sites alike. Where
/// masks are left on, a price is the mean of several passes.
package struct PriceList {
  private let held: HeldNetwork
  private let targets: [Int]
  private var rows: RowPasses
  private let most: Int
  /// The price of a network that is evaluated as it was trained.
  private var right: Score?
  private var waiting: [ScalingWay]
  /// What the way under way draws with, and what its passes came to.
  private var step: MaskedStep?
  private var losses = Estimate()
  private var shares = Estimate()
  /// Those that are known.
  package private(set) var prices: [WayPrice] = []

  /// - Parameter passes: how many a price is the mean of where masks are on.
  /// - Returns: nil where no rows are held out.
  package init?(_ held: HeldNetwork, passes: Int) {
    guard held.hasHeldOut else { return nil }
    let (inputs, targets) = held.source.heldOut
    self.held = held
    self.targets = targets
    most = max(1, passes)
    rows = RowPasses(held, inputs, rows: targets.count)
    waiting = ScalingWay.allCases
  }

  /// How many rows the prices are of.
  package var rowCount: Int { targets.count }

  /// Runs a pass at most.
  ///
  /// - Returns: false where all prices are known.
  package mutating func work() -> Bool {
    guard let way = waiting.first else { return false }
    switch way {
    case .forgotten, .swapped: runMasked(way)
    default: runScaled(way)
    }
    return !waiting.isEmpty
  }

  private mutating func settle(_ way: ScalingWay, _ score: Score?, passes: Int) {
    waiting.removeFirst()
    step = nil
    if let score { prices.append(WayPrice(way: way, score: score, passes: passes)) }
  }

  private mutating func runScaled(_ way: ScalingWay) {
    if way.isRight, let right { return settle(way, right, passes: 1) }
    let scales = held.rates.indices.map { site -> Float? in
      let scale = held.effect(site, .eval).scale
      if held.sites[site].isNeverScaled { return Float(scale) }
      return way.ratio(way.shown(held.rates[site])).map { Float($0 * scale) }
    }
    guard !scales.contains(nil) else { return settle(way, nil, passes: 1) }
    var step = ScaledStep(scales: scales.compactMap(\.self))
    rows.run(&step)
    let score = Score(rows.output, targets: targets, loss: rows.loss(targets))
    if way.isRight { right = score }
    settle(way, score, passes: 1)
  }

  private mutating func runMasked(_ way: ScalingWay) {
    guard var step = step ?? masks(way) else { return settle(way, nil, passes: most) }
    step.begin()
    rows.run(&step)
    let score = Score(rows.output, targets: targets, loss: rows.loss(targets))
    losses.add(score.loss)
    shares.add(score.accuracy)
    self.step = step
    if losses.count == most {
      settle(way, Score(loss: losses.mean, accuracy: shares.mean), passes: most)
    }
  }

  /// Masks whose expectation is what evaluation hands on; nil where they keep nothing.
  private mutating func masks(_ way: ScalingWay) -> MaskedStep? {
    (losses, shares) = (Estimate(), Estimate())
    let rates = held.rates.map { rate in
      let shown = way.shown(rate)
      return way == .swapped ? Rate(unchecked: shown.keep) : shown
    }
    guard rates.allSatisfy({ $0.keep > 0 }) else { return nil }
    let effects = rates.enumerated().map { site, rate in
      if held.sites[site].isNeverScaled {
        return held.sites[site].kind.effect(rate: rate, mode: held.mode, phase: .train)
      }
      return DropoutEffect(
        draws: true, keep: rate.keep, scale: held.effect(site, .eval).scale / rate.keep)
    }
    let sites = Array(held.sites.indices)
    return TrialMasks(held, sites: sites, rows: targets.count, rates: rates).map {
      MaskedStep(masks: $0, effects: effects)
    }
  }
}

extension SimulatedSite {
  /// Whether there is no factor of the mode that could be written in a wrong place.
  fileprivate var isNeverScaled: Bool { kind.fixedMode != nil }
}

/// What is wrong in a simulation on purpose, as data that it takes: what becomes of the rate, the
/// scale, the masks, the generator and the calls. As it begins nothing is.
///
/// What a call records are the settings as a person gave them; what was drawn and multiplied is as the
/// fault makes it. So a log of a faulty session tells no more than that of a faulty program would.
struct Fault: Sendable, Equatable {
  /// The site that has it; nil for all.
  var site: String?
  /// Whether the chance of keeping is handed over as that of dropping.
  var swapsKeep = false
  /// Whether survivors are scaled once more.
  var scalesTwice = false
  /// Whether the generator is seeded anew before every call.
  var reseeds = false
  /// Units that are dropped whatever was drawn.
  var stuck: Range<Int>?
  /// Calls that evaluate, in which the network stays in training.
  var validation: Validation?
  /// Ranks that share one seed.
  var ranks = 1

  /// Calls of a training run that look at held-out rows: some of every so many.
  struct Validation: Sendable, Equatable {
    var first: Int
    var every: Int
    var count: Int

    func contains(_ call: Int) -> Bool { call >= first && (call - first) % every < count }
  }

  private func touches(_ site: String) -> Bool { self.site.map { $0 == site } ?? true }

  /// The rate that a site draws with.
  func rate(_ rate: Rate, at site: String) -> Rate {
    swapsKeep && touches(site) ? Rate(unchecked: rate.keep) : rate
  }

  /// What a site does with what was drawn.
  func effect(_ effect: DropoutEffect, at site: String) -> DropoutEffect {
    guard scalesTwice, effect.draws, touches(site) else { return effect }
    var twice = effect
    twice.scale *= effect.scale
    return twice
  }

  /// What was drawn for a site, with the stuck units dropped in every sample.
  func drawn(_ applied: AppliedDropout, at site: String, shape: [Int]) -> AppliedDropout {
    guard let stuck, touches(site), let mask = applied.drawn, applied.drawnShape == shape,
      let units = shape.last, units > 0
    else { return applied }
    let kept = (0..<mask.count).map { mask[$0] && !stuck.contains($0 % units) }
    return AppliedDropout(
      .mask(Mask(kept)), drawnShape: shape, over: shape, effect: applied.effect)
  }
}

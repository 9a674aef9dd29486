/// What was measured on a site in one call, each number beside what theory expects of it.
///
/// What is expected follows from rate, mode and phase, never from the factor that was applied: a
/// wrong one shows.
public struct SiteReading: Sendable, Equatable {
  /// A measured number, and what it should be.
  public struct Number: Sendable, Equatable {
    /// What was measured; nil where it is not on record.
    public var measured: Double?
    /// What theory expects; nil where nothing says it.
    public var expected: Expectation?

    /// Both fields.
    public init(_ measured: Double?, _ expected: Expectation?) {
      self.measured = measured
      self.expected = expected
    }

    /// How many standard deviations it is off; nil where chance has no part in it.
    public var sigma: Double? {
      guard let measured, measured.isFinite else { return nil }
      return expected?.sigma(of: measured)
    }

    /// From so many standard deviations on a number is off: 1 in 1.7 million.
    public static let limit = 5.0

    /// Whether chance does not explain it; where it has no part, whether the two differ by more
    /// than float32 rounds.
    public var isOff: Bool {
      if let sigma { return abs(sigma) >= Self.limit }
      guard let measured, measured.isFinite, let expected, expected.sd == 0 else { return false }
      return abs(measured - expected.mean) > 1e-3 * max(abs(expected.mean), 1e-9)
    }
  }

  /// How many draws kept, and of how many.
  public var kept: Number
  /// How many draws there were; nil where it is not known.
  public var draws: Int?
  /// The mean before the mask.
  public var before: Double?
  /// The mean after the mask.
  public var masked: Number
  /// The mean after the factor.
  public var after: Number
  /// The spread after the factor.
  public var spread: Number
  /// Elements that are zero after the factor.
  public var zeros: Number
  /// How many elements there are.
  public var count: Int
  /// The factor.
  public var scale: Number
  /// The mode that the expectations are those of: the call's, or where it has none the one that
  /// multiplies as the record says.
  public var mode: Mode?
  /// Whether the site was to draw.
  public var isTraining: Bool
  /// Whether draws hang together, so that how many were kept is no count of coins.
  public var hangsTogether: Bool

  /// The formula of the factor, `1/(1−p)`; nil where it is 1, or not known.
  public var formula: String?
}

extension SiteReading {
  /// Reads a site's entry in a call.
  ///
  /// - Parameter kind: the name of its kind; nil where the log does not say it, which stands for
  ///   single elements unless a draw has a shape of its own.
  public init(_ site: SiteCall, of call: ForwardCall, kind name: String?) {
    let phase = site.phase ?? call.phase
    isTraining = phase == .train
    hangsTogether = false
    let kind: (any DropoutKind)? =
      name.map { DropoutKinds.named($0) } ?? (site.drawn == nil ? ElementDropout() : nil)
    if case .clusters = kind?.law { hangsTogether = true }
    let rate = site.rate ?? (phase == .eval ? .zero : nil)
    mode = call.mode ?? site.mode(of: kind, phase: phase)
    let count = site.size.map { $0 < .max ? $0 : 0 } ?? 0
    self.count = count
    before = site.stages?.before.mean

    let mode = mode
    let effect = rate.flatMap { rate in
      kind?.effect(rate: rate, mode: mode ?? .inverted, phase: phase)
        .exact(rate: rate, mode: mode ?? .inverted, phase: phase)
    }
    let drawn = site.drawn ?? site.shape.flatMap { kind?.drawnShape(for: $0) }
    let draws = drawn.map(elementCount).flatMap { $0 < .max ? $0 : nil }
    self.draws = draws
    let theory = effect.flatMap { effect in
      site.stages.flatMap { stages in
        kind?.predictions(
          of: MomentsBefore(stages, count: count, draws: draws, shape: site.shape),
          effect: effect)
      }
    }
    let share = effect.flatMap { effect in
      draws.flatMap { draws in
        // Where draws hang together, the kind itself says how many are kept.
        guard case .clusters = kind?.law, effect.draws else {
          return Expectation.binomial(count: Double(draws), keep: effect.keep)
        }
        let bare = MomentsBefore(mean: nil, sd: nil, count: count, shape: site.shape)
        let elements = (theory ?? kind?.predictions(of: bare, effect: effect))?.elements
        return elements?.scaled(by: count > 0 ? Double(draws) / Double(count) : 0)
      }
    }
    let decided = site.keptDecisions ?? site.keptOfUndrawn(draws)
    kept = Number(decided.map { Double($0.kept) }, share)

    let stages = site.stages
    masked = Number(stages?.masked.mean, theory?.masked.map(Expectation.init(meanOf:)))
    // Without a mode it is not known what the last stage should be.
    let last = mode == nil ? nil : theory?.after
    after = Number(stages?.after.mean, last.map(Expectation.init(meanOf:)))
    spread = Number(
      stages?.after.sd, last.map { Expectation(mean: $0.limitSD, sd: $0.spreadError) })
    zeros = Number(stages.map { Double($0.after.zeros) }, theory?.zeros)
    scale = Number(
      site.scale,
      mode == nil || rate?.keep == 0
        ? nil : effect.map { Expectation(mean: site.counted(by: kind, $0) ?? $0.scale, sd: 0) })
    formula = mode.flatMap { kind?.formula(mode: $0, phase: phase) }
  }
}

extension SiteCall {
  /// The factor of kinds that count what they kept; nil of others.
  fileprivate func counted(by kind: (any DropoutKind)?, _ effect: DropoutEffect) -> Double? {
    guard kind?.repair == .counted, effect.draws, let kept, kept > 0, let size else { return nil }
    return Double(size) / Double(kept)
  }

  /// The mode that multiplies as this record says; nil where both do, or neither.
  fileprivate func mode(of kind: (any DropoutKind)?, phase: Phase) -> Mode? {
    guard let kind, let scale, let rate else { return nil }
    let fitting = [Mode.inverted, .vanilla].filter { mode in
      let expected = kind.effect(rate: rate, mode: mode, phase: phase).scale
      return abs(scale - expected) <= 1e-3 * max(1, abs(expected))
    }
    return fitting.count == 1 ? fitting[0] : rate == .zero ? .inverted : nil
  }

  /// Where nothing was drawn and everything was kept, every decision came out as kept.
  fileprivate func keptOfUndrawn(_ draws: Int?) -> KeptCount? {
    guard draw == .nothing || keptShare == 1, let draws else { return nil }
    return KeptCount(kept: draws, of: draws)
  }
}

extension DropoutEffect {
  /// With the factor of the mode as it is: what multiplies has it in single precision.
  fileprivate func exact(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
    guard scale == Double(mode.scale(rate: rate, phase: phase)) else { return self }
    var exact = self
    switch (mode, phase) {
    case (.inverted, .train): exact.scale = rate.keep == 0 ? 1 : 1 / rate.keep
    case (.vanilla, .eval): exact.scale = rate.keep
    case (.vanilla, .train), (.inverted, .eval): break
    }
    return exact
  }
}

extension MomentsBefore {
  /// The moments before the mask, as far as a record of the three stages has them.
  ///
  /// - Parameters:
  ///   - count: how many elements there are.
  ///   - draws: how many draws decide over them.
  ///   - shape: the tensor's shape.
  public init(_ stages: Stages, count: Int, draws: Int?, shape: [Int]?) {
    let stage = stages.before
    let higher = stage.higherMoments(on: stages.range)
    self.init(
      mean: stage.mean, sd: stage.sd, count: count, zeros: stage.zeros, draws: draws,
      shape: shape, third: higher?.third, fourth: higher?.fourth)
  }
}

extension Expectation {
  /// Of so much of what it is about.
  fileprivate func scaled(by factor: Double) -> Expectation {
    Expectation(mean: mean * factor, sd: sd.map { $0 * factor })
  }

  /// Of the mean of a stage.
  fileprivate init(meanOf prediction: Prediction) {
    self.init(mean: prediction.mean, sd: prediction.standardError)
  }
}

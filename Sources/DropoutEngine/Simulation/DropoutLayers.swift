/// A dropout layer of a simulation before its first call.
struct SimulatedSite: Sendable {
  var name: String
  var kind: any DropoutKind
  /// The shape of its tensor, batch first.
  var shape: [Int]
  var rate: Rate
  /// The batch norm that it feeds.
  var nextNorm: String?

  /// What a session's header says of it.
  var header: SiteHeader { SiteHeader(name: name, kind: kind.fullName, shape: shape, rate: rate) }
}

/// The dropout layers of a simulation in one forward call: draws, applies and measures.
struct DropoutLayers: DropoutStep, Sendable {
  /// The mode in force.
  var mode: Mode
  /// The phase in force.
  var phase: Phase
  /// The rate of each layer.
  var rates: [Rate]
  /// What goes wrong.
  var fault: Fault {
    didSet { masks.reseeds = fault.reseeds }
  }
  /// What the last call did, one entry a layer.
  private(set) var calls: [SiteCall] = []
  /// The call being run.
  var number = 0
  private let sites: [SimulatedSite]
  private var masks: MaskStream
  private var axes: [HistogramAxis]

  init(
    sites: [SimulatedSite], mode: Mode, phase: Phase, masks: MaskStream, fault: Fault = Fault()
  ) {
    self.fault = fault
    self.mode = mode
    self.phase = phase
    self.masks = masks
    self.masks.reseeds = fault.reseeds
    self.sites = sites
    rates = sites.map(\.rate)
    axes = sites.map { _ in .unit }
  }

  /// Begins call `number`.
  mutating func begin(call number: Int) {
    self.number = number
    calls.removeAll(keepingCapacity: true)
    masks.begin(call: number, phase: phase, rates: ratesDrawn)
  }

  /// The rates that masks are drawn with.
  private var ratesDrawn: [Rate] {
    sites.indices.map { fault.rate(rates[$0], at: sites[$0].name) }
  }

  /// Draws from another dialect from the next call on.
  mutating func change(to dialect: Dialect) { masks.change(to: dialect, before: number + 1) }

  mutating func run(
    layer: Int, before: [Float], after: inout [Float]
  ) -> DropoutSlope<Float> {
    let site = sites[layer]
    let rate = fault.rate(rates[layer], at: site.name)
    let effect = fault.effect(
      site.kind.effect(rate: rate, mode: mode, phase: phase), at: site.name)
    let applied = fault.drawn(
      masks.run(layer: layer, call: number, rate: rate, effect: effect), at: site.name,
      shape: site.shape)
    applied.apply(before, into: &after)
    let stages = StageMeasurement(
      before: before, by: applied, after: after, axis: &axes[layer])
    calls.append(
      SiteCall(
        site, rate: rates[layer], applied, before: before,
        stages: Stages(
          range: axes[layer].range, before: stages.before, masked: stages.masked,
          after: stages.after)))
    return DropoutSlope(applied)
  }

  /// What draws and drops, for trials beside the calls.
  var drawing: (sites: [SimulatedSite], dialect: Dialect) { (sites, masks.dialect) }

  /// Dropout in evaluation, unmeasured, under the rates and the mode in force: for held-out rows.
  var evaluation: EvaluationStep { EvaluationStep(sites: sites, rates: ratesDrawn, mode: mode) }
}

/// Dropout in evaluation, unmeasured.
struct EvaluationStep: DropoutStep {
  let sites: [SimulatedSite]
  let rates: [Rate]
  let mode: Mode

  func run(layer: Int, before: [Float], after: inout [Float]) -> DropoutSlope<Float> {
    let kind = sites[layer].kind
    let applied = kind.applied(
      nil, to: [before.count], effect: kind.effect(rate: rates[layer], mode: mode, phase: .eval))
    applied.apply(before, into: &after)
    return DropoutSlope(applied)
  }
}

extension DropoutSlope<Float> {
  init(_ applied: AppliedDropout) {
    self.init(mask: applied.mask, scale: Float(applied.effect.scale), factors: applied.factors)
  }
}

extension SiteCall {
  /// The most factors that a call tells one by one.
  private static let mostFactors = 1 << 16

  /// What a layer of a simulation did, as all sources of calls tell it.
  init(
    _ site: SimulatedSite, rate: Rate, _ applied: AppliedDropout, before: [Float], stages: Stages
  ) {
    self.init(
      name: site.name, shape: site.shape, rate: rate, scale: applied.effect.scale,
      mask: applied.drawn, kept: applied.mask?.kept ?? stages.before.size, stages: stages)
    if let mask = applied.drawn, applied.drawnShape != site.shape {
      drawn = applied.drawnShape
      decisions = mask.kept
      let groups = GroupSums(before, drawnShape: applied.drawnShape, over: site.shape)
      let count = Double(max(before.count, 1))
      spread = groups.squares(around: applied.effect.fill) / (count * count)
    }
    if let drawn = applied.factors {
      draw = .unknown
      if drawn.count <= Self.mostFactors { factors = drawn.map { Double($0) } }
    }
    if case .seeds(let drawn) = applied.noise {
      seeds = Mask(words: drawn.words, count: (drawn.count + 7) / 8 * 8)
    }
    nextNorm = site.nextNorm
    fill = applied.effect.fill == 0 ? nil : applied.effect.fill
    shift = applied.effect.shift == 0 ? nil : applied.effect.shift
  }
}

/// A dropout layer of a simulation, as it is at the start.
struct DropoutLayer: Sendable {
  let name: String
  let kind: any DropoutKind
  /// The shape of its tensor, batch first.
  let shape: [Int]
  var rate: Rate
}

/// The dropout layers of a simulation in one forward call: draws, applies and measures.
struct DropoutLayers: DropoutStep, Sendable {
  /// The mode in force.
  var mode: Mode
  /// The phase in force.
  var phase: Phase
  /// The rate of each layer.
  var rates: [Rate]
  /// What the last call did, one entry a layer.
  private(set) var calls: [LayerCall] = []
  /// The call being run.
  var number = 0
  private let layers: [DropoutLayer]
  private var masks: MaskStream
  private var axes: [HistogramAxis]

  init(layers: [DropoutLayer], mode: Mode, phase: Phase, masks: MaskStream) {
    self.mode = mode
    self.phase = phase
    self.masks = masks
    self.layers = layers
    rates = layers.map(\.rate)
    axes = layers.map { _ in .unit }
  }

  /// Begins call `number`.
  mutating func begin(call number: Int) {
    self.number = number
    calls.removeAll(keepingCapacity: true)
    masks.begin(call: number, phase: phase, rates: rates)
  }

  /// Draws from another dialect from the next call on.
  mutating func change(to dialect: Dialect) { masks.change(to: dialect, before: number + 1) }

  mutating func run(
    layer: Int, before: [Float], after: inout [Float]
  ) -> DropoutSlope<Float> {
    let site = layers[layer]
    let effect = site.kind.effect(rate: rates[layer], mode: mode, phase: phase)
    let applied = masks.run(layer: layer, call: number, rate: rates[layer], effect: effect)
    applied.apply(before, into: &after)
    let stages = StageMeasurement(
      before: before, masked: applied.masked(before), after: after, axis: &axes[layer])
    calls.append(
      LayerCall(
        name: site.name, shape: site.shape, rate: rates[layer], scale: effect.scale,
        mask: applied.mask, kept: applied.mask?.kept ?? before.count, range: axes[layer].range,
        before: stages.before, masked: stages.masked, after: stages.after))
    return DropoutSlope(applied)
  }

  /// Dropout in evaluation, unmeasured, under the rates and the mode in force: for held-out rows.
  var evaluation: EvaluationStep { EvaluationStep(layers: layers, rates: rates, mode: mode) }
}

/// Dropout in evaluation, unmeasured.
struct EvaluationStep: DropoutStep {
  let layers: [DropoutLayer]
  let rates: [Rate]
  let mode: Mode

  func run(layer: Int, before: [Float], after: inout [Float]) -> DropoutSlope<Float> {
    let kind = layers[layer].kind
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

/// A dropout layer of a simulation before its first call.
struct SimulatedSite: Sendable {
  var name: String
  var shape: [Int]
  var rate: Rate

  /// What a session's header says of it.
  var header: SiteHeader { SiteHeader(name: name, shape: shape, rate: rate) }
}

/// The dropout layers of a simulation in one forward call: draws, scales and measures.
struct DropoutLayers: DropoutStep, Sendable {
  /// The mode in force.
  var mode: Mode
  /// The phase in force.
  var phase: Phase
  /// The rate of each layer.
  var rates: [Rate]
  /// What the last call did, one entry a layer.
  private(set) var calls: [SiteCall] = []
  /// The call being run.
  var number = 0
  private let names: [String]
  private let shapes: [[Int]]
  private var masks: MaskStream
  private var axes: [HistogramAxis]

  init(
    sites: [SimulatedSite], mode: Mode, phase: Phase, masks: MaskStream
  ) {
    self.mode = mode
    self.phase = phase
    self.masks = masks
    rates = sites.map(\.rate)
    names = sites.map(\.name)
    shapes = sites.map(\.shape)
    axes = sites.map { _ in .unit }
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
  ) -> DropoutOutcome<Float> {
    let rate = rates[layer]
    var mask: Mask?
    if phase == .train, !before.isEmpty {
      mask = masks.mask(layer: layer, call: number, rate: rate)
    }
    let scale = mode.scale(rate: rate, phase: phase)
    let stages = StageMeasurement(
      before: before, mask: mask, scale: scale, axis: &axes[layer], after: &after)
    calls.append(
      SiteCall(
        name: names[layer], shape: shapes[layer], rate: rate, scale: Double(scale), mask: mask,
        kept: mask?.kept ?? before.count,
        stages: Stages(
          range: axes[layer].range, before: stages.before, masked: stages.masked,
          after: stages.after)))
    return DropoutOutcome(mask: mask, scale: scale)
  }
}

/// Dropout in evaluation, unmeasured: for the held-out rows.
struct EvaluationStep: DropoutStep {
  var mode: Mode
  var rates: [Rate]

  func run(layer: Int, before: [Float], after: inout [Float]) -> DropoutOutcome<Float> {
    let scale = mode.scale(rate: rates[layer], phase: .eval)
    after = before
    if scale != 1 { after.multiply(by: scale) }
    return DropoutOutcome(mask: nil, scale: scale)
  }
}

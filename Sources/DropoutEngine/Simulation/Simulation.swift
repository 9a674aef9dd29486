/// A network with dropout, run one forward call after another.
///
/// Weights, data order and masks come from three separate streams of one seed. A simulation is a
/// value: a copy is a snapshot, and runs on to the very same calls.
public struct Simulation: Sendable {
  /// What holds for the whole session.
  public let header: SessionHeader
  /// The number of the last call run; 0 before the first.
  public private(set) var number = 0
  private(set) var network: DenseNetwork<Float>
  /// The network of presets that are made of modules; then ``network`` has no layers.
  private var modules: ModuleNetwork?
  private var velocity: [LayerGradient<Float>]
  private var source: SampleSource
  private var dropouts: DropoutLayers
  private var work: Workspace

  /// What is written anew by every call.
  private struct Workspace: Sendable {
    var pass = ForwardPass<Float>()
    var gradients: [LayerGradient<Float>]
  }

  /// The learning rate of an epoch, counted from 1: it starts at 0.08 and falls as 1/(1 + 0.05 t).
  ///
  /// Of the rates tried, the one with the best worst held-out accuracy over twelve seeds.
  static func learningRate(epoch: Int) -> Float { 0.08 * decay(epoch: epoch) }
  /// By how much an epoch's learning rate is smaller than the first one's.
  static func decay(epoch: Int) -> Float { 1 / (1 + 0.05 * Float(epoch - 1)) }
  static let momentum: Float = 0.9

  /// Sets up a simulation before its first call.
  ///
  /// - Throws: ``SimulationError`` when the options do not fit together.
  public init(_ options: SimulationOptions) throws(SimulationError) {
    let parts = try SimulationParts(options)
    header = parts.header
    network = parts.network
    modules = parts.modules
    source = parts.source
    dropouts = DropoutLayers(
      sites: parts.sites, mode: options.mode, phase: options.phase, masks: parts.masks,
      fault: options.scenario?.fault ?? Fault())
    velocity = parts.network.layers.map { LayerGradient(like: $0) }
    work = Workspace(gradients: velocity)
  }

  /// The mode in force.
  public var mode: Mode { dropouts.mode }
  /// The phase in force.
  public var phase: Phase { dropouts.phase }
  /// The rates in force, one a dropout layer.
  public var rates: [Rate] { dropouts.rates }
  /// Calls per epoch; nil where nothing is trained.
  public var callsPerEpoch: Int? { source.hasTargets ? source.callsPerEpoch : nil }

  /// How large each layer's weights are, and the gradients that the last call learned from.
  var norms: [LayerNorms] {
    let learned = number > 0 && phase == .train && source.hasTargets
    if let modules { return modules.norms(learned: learned) }
    return network.layers.indices.map { index in
      LayerNorms(
        weights: network.layers[index].weights.norm,
        gradient: learned ? work.gradients[index].weights.norm : nil)
    }
  }

  /// The network as the next call will find it, without that call; nil for one that is too large.
  var held: HeldNetwork? {
    let weights = modules?.parameterCount ?? network.weightCount
    guard weights <= HeldNetwork.mostWeights else { return nil }
    let drawing = dropouts.drawing
    let next = ForwardCall(number: number + 1, phase: phase, sites: [])
    return HeldNetwork(
      call: next, network: network, modules: modules?.weightsAlone, sites: drawing.sites,
      rates: dropouts.rates, mode: mode, dialect: drawing.dialect, seed: header.seed ?? 0,
      source: source)
  }

  /// A copy without the memory that every call writes anew.
  func snapshot() -> Simulation {
    var copy = self
    copy.work.pass = ForwardPass()
    copy.modules?.forget()
    return copy
  }

  /// Bytes that a snapshot keeps for itself once training goes on.
  var snapshotCost: Int {
    guard source.hasTargets else { return 4096 }
    let trained =
      network.layers.reduce(0) { $0 + $1.weights.count } + (modules?.parameterCount ?? 0)
    return 4096 + 3 * trained * MemoryLayout<Float>.size
  }

  /// Changes a setting from the next call on.
  public mutating func apply(_ change: SettingChange) {
    switch change {
    case .mode(let mode): dropouts.mode = mode
    case .phase(let phase): dropouts.phase = phase
    case .rate(let site, let rate):
      guard let index = header.sites.firstIndex(where: { $0.name == site }) else { return }
      dropouts.rates[index] = rate
    case .dialect(let dialect): dropouts.change(to: dialect)
    case .fault(let scenario): dropouts.fault = scenario?.fault ?? Fault()
    }
  }

  /// Runs the next forward call; in the training phase the network learns from it.
  ///
  /// - Parameter withTensors: whether the call carries its tensors, for a screen.
  public mutating func next(withTensors: Bool = false) -> ForwardCall {
    number += 1
    let validates = dropouts.fault.validation?.contains(number) ?? false
    let (inputs, targets) =
      validates ? source.heldOutSamples(call: number) : source.samples(call: number)
    dropouts.begin(call: number)
    run(inputs)
    var call = ForwardCall(
      number: number, phase: dropouts.phase, mode: dropouts.mode, sites: dropouts.calls)
    if withTensors {
      call.tensors = tensors(inputs, targets)
      // Who holds them would make the next call copy what it is about to overwrite.
      if network.layers.isEmpty { work.pass.after = [] }
    }
    if dropouts.fault.validation != nil { call.grad = !validates }
    if !targets.isEmpty { learn(from: inputs, targets, into: &call, validates: validates) }
    return call
  }

  private func tensors(_ inputs: [Float], _ targets: [Int]) -> CallTensors {
    let sites = modules?.siteTensors
    var tensors = CallTensors(
      rows: source.batch, input: inputs, before: sites?.before ?? work.pass.before,
      after: sites?.after ?? work.pass.after, output: modules?.output ?? work.pass.output,
      targets: targets)
    tensors.result = modules.map {
      Tensor(shape: [source.batch] + $0.outputShape, values: $0.logits)
    }
    return tensors
  }

  private mutating func run(_ inputs: [Float]) {
    if modules != nil {
      modules?.forward(inputs, rows: source.batch, phase: dropouts.phase, dropout: &dropouts)
      return
    }
    guard network.layers.isEmpty else {
      network.forward(inputs, rows: source.batch, pass: &work.pass, dropout: &dropouts)
      return
    }
    // The preset `module` is one dropout layer on its input.
    work.pass.before = [inputs]
    if work.pass.after.first?.count != inputs.count {
      work.pass.after = [[Float](writing: inputs.count) { _ in }]
    }
    _ = dropouts.run(layer: 0, before: inputs, after: &work.pass.after[0])
  }

  private mutating func learn(
    from inputs: [Float], _ targets: [Int], into call: inout ForwardCall, validates: Bool
  ) {
    let epoch = (number - 1) / source.callsPerEpoch + 1
    call.epoch = epoch
    call.loss = Double(modules?.loss(targets) ?? network.loss(work.pass, targets: targets))
    // What validates itself has no accuracy beside it, and does not learn.
    if validates { return }
    if dropouts.phase == .train, modules != nil {
      modules?.backward(targets)
      modules?.step(factor: Self.decay(epoch: epoch))
    } else if dropouts.phase == .train {
      network.backward(
        inputs, targets: targets, pass: &work.pass, into: &work.gradients)
      for index in network.layers.indices {
        network.layers[index].step(
          work.gradients[index], velocity: &velocity[index], rate: Self.learningRate(epoch: epoch),
          momentum: Self.momentum)
      }
    }
    if number % source.callsPerEpoch == 0, dropouts.fault.validation == nil {
      call.heldOut = heldOutAccuracy()
    }
  }

  /// The share of held-out rows whose most probable class is the true one.
  private func heldOutAccuracy() -> Double {
    let (inputs, targets) = source.heldOut
    var step = dropouts.evaluation
    if let modules { return modules.accuracy(inputs, targets, dropout: &step) }
    var pass = ForwardPass<Float>()
    network.forward(inputs, rows: targets.count, pass: &pass, dropout: &step)
    let width = pass.output.count / targets.count
    let correct = targets.indices.count { sample in
      let row = pass.output[sample * width..<(sample + 1) * width]
      return row.indices.max { row[$0] < row[$1] } == row.startIndex + targets[sample]
    }
    return Double(correct) / Double(targets.count)
  }
}

internal import RealModule

/// The parts that a simulation is put together from, or the reason why its options do not fit.
struct SimulationParts {
  private(set) var header: SessionHeader
  let network: DenseNetwork<Float>
  /// The network of presets that are made of modules; then ``network`` has no layers.
  let modules: ModuleNetwork?
  let source: SampleSource
  let sites: [SimulatedSite]
  let masks: MaskStream

  init(_ options: SimulationOptions) throws(SimulationError) {
    let dialect = options.dialect ?? options.preset.defaultDialect
    do { _ = try dialect.generator(seed: options.seed) } catch { throw .dialect(error) }
    let made: Networks
    if let plan = try Self.plan(options) {
      made = try Self.modules(plan, options)
    } else {
      made = try Self.dense(options)
    }
    (network, modules, source, sites) = (made.dense, made.modules, made.source, made.sites)
    for site in sites {
      do throws(DialectError) { try dialect.check(site.kind) } catch { throw .dialect(error) }
      do throws(KindError) {
        try site.kind.check(shape: site.shape, rate: site.rate, phase: options.phase)
      } catch {
        throw .kind(error)
      }
    }
    header = SessionHeader(
      source: "simulation", preset: options.preset.rawValue, seed: options.seed,
      dialect: dialect.name, widths: made.widths,
      sites: sites.map(\.header))
    header.name(options)
    do {
      masks = try MaskStream(dialect: dialect, seed: options.seed, sites: sites)
    } catch {
      throw .dialect(error)
    }
  }

  /// A network with what runs through it.
  struct Networks {
    var dense = DenseNetwork<Float>(layers: [], endsInDropout: true)
    var modules: ModuleNetwork?
    var source: SampleSource
    var sites: [SimulatedSite]
    var widths: [Int]
  }

  private static func dense(_ options: SimulationOptions) throws(SimulationError) -> Networks {
    let network = try network(options)
    let source = try source(options, network: network)
    let sites = try sites(options, network: network, source: source)
    return Networks(
      dense: network, source: source, sites: sites, widths: widths(network, source: source))
  }

  // MARK: Network

  private static func network(
    _ options: SimulationOptions
  ) throws(SimulationError) -> DenseNetwork<Float> {
    let endsInDropout = options.preset == .article
    if options.preset != .module, options.kind != nil || options.shape != nil {
      throw .fixedKind(options.preset)
    }
    if options.preset == .module {
      if options.weights != nil { throw .noWeights(.module) }
      if options.widths != nil { throw .noWidths(.module) }
      return DenseNetwork(layers: [], endsInDropout: true)
    }
    if let weights = options.weights {
      if options.widths != nil { throw .widthsBesideWeights }
      return DenseNetwork(
        layers: try loaded(weights, options: options), endsInDropout: endsInDropout)
    }
    let layers = randomLayers(try allWidths(options), seed: options.seed)
    return DenseNetwork(layers: layers, endsInDropout: endsInDropout)
  }

  /// Weights, their gradients and their velocities are then 1.2 GB.
  private static let largestWeightCount = 100_000_000

  private static func allWidths(
    _ options: SimulationOptions
  ) throws(SimulationError) -> [Int] {
    let widths = options.widths ?? options.preset.defaultWidths
    if options.preset == .article, widths.count != 2 {
      throw .wrongWidthCount(.article, has: widths.count, needs: 2)
    }
    if let bad = widths.first(where: { $0 < 1 || $0 > 65_536 }) { throw .width(bad) }
    if widths.isEmpty { throw .noHiddenLayer }
    let features = options.input?.shape.last ?? Optdigits.pixelCount
    let all = [features] + widths + (options.preset == .digits ? [Optdigits.classCount] : [])
    let count = zip(all, all.dropFirst()).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    if count > Double(largestWeightCount) { throw .tooManyWeights(largest: largestWeightCount) }
    return all
  }

  /// PyTorch's default for `Linear`: uniform within 1/sqrt(inputs), weights and bias.
  private static func randomLayers(_ widths: [Int], seed: UInt64) -> [DenseLayer<Float>] {
    zip(widths, widths.dropFirst()).enumerated().map { index, size in
      var stream = RandomStream(seed: seed, purpose: .weights, index: index)
      let bound = 1 / Double(size.0).squareRoot()
      let draw = { (_: Int) in Float((2 * stream.uniform() - 1) * bound) }
      return DenseLayer(
        inputs: size.0, units: size.1, weights: (0..<size.0 * size.1).map(draw),
        bias: (0..<size.1).map(draw))
    }
  }

  private static func loaded(
    _ weights: [DenseLayerWeights], options: SimulationOptions
  ) throws(SimulationError) -> [DenseLayer<Float>] {
    if options.preset == .article, weights.count != 2 {
      throw .wrongWeightCount(.article, has: weights.count, needs: 2)
    }
    if options.preset == .digits, weights.count < 2 { throw .noHiddenLayer }
    try checkFit(weights, options: options)
    return weights.map { layer in
      let (units, inputs) = (layer.weight.shape[0], layer.weight.shape[1])
      var transposed = [Float](repeating: 0, count: inputs * units)
      for unit in 0..<units {
        for input in 0..<inputs {
          transposed[input * units + unit] = layer.weight.values[unit * inputs + input]
        }
      }
      return DenseLayer(inputs: inputs, units: units, weights: transposed, bias: layer.bias)
    }
  }

  private static func checkFit(
    _ weights: [DenseLayerWeights], options: SimulationOptions
  ) throws(SimulationError) {
    for (lower, upper) in zip(weights, weights.dropFirst())
    where upper.weight.shape[1] != lower.weight.shape[0] {
      throw .weightShape(
        name: upper.name, has: upper.weight.shape,
        needs: [upper.weight.shape[0], lower.weight.shape[0]],
        because: "since \(lower.name) gives \(lower.weight.shape[0])")
    }
    guard options.preset == .digits, options.input == nil,
      let first = weights.first, let last = weights.last
    else { return }
    if first.weight.shape[1] != Optdigits.pixelCount {
      throw .weightShape(
        name: first.name, has: first.weight.shape,
        needs: [first.weight.shape[0], Optdigits.pixelCount],
        because: "since a digit has 64 pixels (or give an --input of your own)")
    }
    if last.weight.shape[0] != Optdigits.classCount {
      throw .weightShape(
        name: last.name, has: last.weight.shape,
        needs: [Optdigits.classCount, last.weight.shape[1]],
        because: "since there are 10 digits (or give an --input of your own)")
    }
  }

  // MARK: Samples

  private static func source(
    _ options: SimulationOptions, network: DenseNetwork<Float>
  ) throws(SimulationError) -> SampleSource {
    if options.preset == .digits, options.input == nil {
      let batch = options.batch ?? 32
      guard 1...Optdigits.trainingCount ~= batch else {
        throw .batch(batch, largest: Optdigits.trainingCount)
      }
      return .digits(batch: batch, seed: options.seed, rank: options.rank)
    }
    if options.input != nil, options.shape != nil { throw .shapeBesideInput }
    if elementCount(options.shape ?? []) > largestElementCount {
      throw .tooManyElements(largest: largestElementCount)
    }
    let input = options.input ?? standardNormal(options, network: network)
    if input.values.isEmpty { throw .emptyInput(input.shape) }
    let features = network.layers.first?.inputs ?? input.shape.last ?? 1
    try checkInput(input, options: options, network: network)
    let rows = input.values.count / features
    if let batch = options.batch, !(1...rows ~= batch) { throw .batch(batch, largest: rows) }
    return .fixed(input, features: features, batch: options.batch)
  }

  private static func checkInput(
    _ input: Tensor, options: SimulationOptions, network: DenseNetwork<Float>
  ) throws(SimulationError) {
    guard let first = network.layers.first else { return }
    // A column vector (d, 1), as NumPy code writes it, is one sample too.
    if input.shape.last == first.inputs || input.shape == [first.inputs, 1] { return }
    throw .inputShape(
      input.shape, weight: options.weights?.first?.name ?? "the first layer",
      weightShape: [first.units, first.inputs])
  }

  /// Before, masked and after of such a tensor are 1.6 GB.
  private static let largestElementCount = 1 << 27

  private static func standardNormal(
    _ options: SimulationOptions, network: DenseNetwork<Float>
  ) -> Tensor {
    let shape =
      options.preset == .module ? options.shape ?? [20, 16] : [network.layers[0].inputs]
    var stream = RandomStream(seed: options.seed, purpose: .data, index: 0)
    let values = (0..<shape.reduce(1, *)).map { _ in Float(stream.normal()) }
    let input = Tensor(shape: shape, values: values)
    return options.kind is AttentionDropout ? input.softmax : input
  }

  // MARK: Header and layers

  private static func widths(_ network: DenseNetwork<Float>, source: SampleSource) -> [Int] {
    [source.features] + network.layers.map(\.units)
  }

  private static func sites(
    _ options: SimulationOptions, network: DenseNetwork<Float>, source: SampleSource
  ) throws(SimulationError) -> [SimulatedSite] {
    let rate = options.rate ?? options.preset.defaultRate ?? .half
    let units = network.layers.prefix(network.dropoutCount).map(\.units)
    let name = options.preset == .article ? "layer" : "hidden"
    var layers = units.enumerated().map { index, units in
      SimulatedSite(
        name: "\(name)\(index + 1)", kind: ElementDropout(),
        shape: source.leadingShape + [units], rate: rate)
    }
    if network.layers.isEmpty {
      layers = [
        SimulatedSite(
          name: "dropout", kind: options.kind ?? ElementDropout(),
          shape: options.shape ?? source.leadingShape + [source.features], rate: rate)
      ]
    }
    if options.rate == nil, let scenario = options.scenario {
      for index in layers.indices {
        if let rate = scenario.rates[layers[index].name] { layers[index].rate = rate }
      }
    }
    try setRates(options.layerRates, of: &layers)
    return layers
  }

  static func setRates(
    _ rates: [String: Rate], of sites: inout [SimulatedSite]
  ) throws(SimulationError) {
    for (name, rate) in rates {
      guard let index = sites.firstIndex(where: { $0.name == name }) else {
        throw .unknownLayer(name, names: sites.map(\.name))
      }
      sites[index].rate = rate
    }
  }
}

extension SessionHeader {
  /// Says what goes wrong on purpose, and which of several ranks it is.
  fileprivate mutating func name(_ options: SimulationOptions) {
    guard let scenario = options.scenario else { return }
    self.scenario = scenario.rawValue
    guard scenario.ranks > 1 else { return }
    (rank, ranks, run) = (options.rank, scenario.ranks, "\(scenario.rawValue)-\(options.seed)")
  }
}

extension Tensor {
  /// Rows that sum to 1, as attention weights do.
  fileprivate var softmax: Tensor {
    var result = self
    let width = max(shape.last ?? 1, 1)
    for start in stride(from: 0, to: values.count, by: width) {
      let row = start..<start + width
      let powers = row.map { Float.exp(values[$0]) }
      let sum = powers.reduce(0, +)
      for (place, power) in zip(row, powers) { result.values[place] = power / sum }
    }
    return result
  }
}

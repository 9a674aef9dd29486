extension SimulationParts {
  /// The plan of a network of modules that the options ask for; nil for dense layers.
  static func plan(_ options: SimulationOptions) throws(SimulationError) -> NetworkPlan? {
    if let scenario = options.scenario {
      if options.preset != .digits { throw .needsDigits(option: "a scenario") }
      if options.network != nil { throw .scenarioBesideNetwork }
      if scenario.plan != nil { return scenario.plan }
    }
    guard let text = options.network else { return options.preset.plan }
    if options.preset != .digits { throw .needsDigits(option: "a network") }
    do throws(NetworkError) {
      return try ModuleWords.plan(text)
    } catch {
      throw .network(error)
    }
  }

  static func modules(
    _ plan: NetworkPlan, _ options: SimulationOptions
  ) throws(SimulationError) -> Networks {
    let preset = options.preset
    if options.kind != nil || options.shape != nil { throw .fixedKind(preset) }
    if options.widths != nil { throw .noWidths(preset) }
    if options.weights != nil { throw .noWeights(preset) }
    if options.input != nil, options.network == nil { throw .fixedInput(preset) }
    let (source, sample) = try samples(plan, options)
    let builder = try built(
      plan.modules, sample: sample, leading: source.leadingShape,
      ParameterSource(seed: options.seed, loaded: options.parameters))
    if let unused = builder.unused { throw .network(.unused(tensor: unused)) }
    if source.hasTargets, builder.shape != [Optdigits.classCount] {
      throw .network(.classes(builder.shape, needs: Optdigits.classCount))
    }
    var sites = builder.sites
    if let rate = options.rate { for index in sites.indices { sites[index].rate = rate } }
    try setRates(options.layerRates, of: &sites)
    return Networks(
      modules: ModuleNetwork(
        builder.modules, optimiser: plan.optimiser, outputShape: builder.shape),
      source: source, sites: sites, widths: builder.widths)
  }

  /// What runs through a network, and the shape of a sample.
  private static func samples(
    _ plan: NetworkPlan, _ options: SimulationOptions
  ) throws(SimulationError) -> (SampleSource, sample: [Int]) {
    guard let input = options.input else {
      let batch = options.batch ?? 32
      guard 1...Optdigits.trainingCount ~= batch else {
        throw .batch(batch, largest: Optdigits.trainingCount)
      }
      return (.digits(batch: batch, seed: options.seed), plan.sampleShapes[0])
    }
    if input.values.isEmpty { throw .emptyInput(input.shape) }
    guard input.shape.count >= 2 else { throw .network(.input(input.shape)) }
    let rows = input.shape[0]
    if let batch = options.batch, !(1...rows ~= batch) { throw .batch(batch, largest: rows) }
    let sample = Array(input.shape.dropFirst())
    let flat = Tensor(shape: [rows, elementCount(sample)], values: input.values)
    let source = SampleSource.fixed(flat, features: elementCount(sample), batch: options.batch)
    return (source, sample)
  }

  private static func built(
    _ modules: [ModulePlan], sample: [Int], leading: [Int], _ source: ParameterSource
  ) throws(SimulationError) -> NetworkBuilder {
    var builder = NetworkBuilder(sample: sample, leading: leading, source: source)
    do throws(NetworkError) {
      try builder.append(modules)
    } catch {
      throw .network(error)
    }
    return builder
  }
}

/// How much a network of modules asks for.
package struct NetworkSize: Sendable, Equatable {
  /// Numbers that are learned or kept.
  package var parameters: Int
  /// Multiplications of a sample's forward.
  package var work: Int
  /// Numbers of a sample in all layers with weights.
  package var elements: Int
}

extension SimulationOptions {
  /// What a network of modules would ask for, without making it; nil for dense layers.
  ///
  /// - Throws: ``SimulationError`` when it cannot be put together.
  package func networkSize() throws(SimulationError) -> NetworkSize? {
    guard let plan = try SimulationParts.plan(self) else { return nil }
    let sample = input.map { Array($0.shape.dropFirst()) } ?? plan.sampleShapes[0]
    var builder = NetworkBuilder(
      sample: sample, leading: [1], source: ParameterSource(seed: 0, loaded: nil, isDry: true))
    do throws(NetworkError) {
      try builder.append(plan.modules)
    } catch {
      throw .network(error)
    }
    return NetworkSize(
      parameters: builder.parameterCount, work: builder.work,
      elements: builder.widths.reduce(0, +))
  }
}

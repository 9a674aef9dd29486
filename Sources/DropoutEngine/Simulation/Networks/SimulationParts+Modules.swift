extension SimulationParts {
  /// The plan of a network of modules that the options ask for; nil for dense layers.
  static func plan(_ options: SimulationOptions) throws(SimulationError) -> NetworkPlan? {
    if let scenario = options.scenario {
      if options.preset != .digits { throw .needsDigits(option: "a scenario") }
      if options.network != nil { throw .scenarioBesideNetwork }
      return scenario.plan
    }
    return options.preset.plan
  }

  static func modules(
    _ plan: NetworkPlan, _ options: SimulationOptions
  ) throws(SimulationError) -> Networks {
    let preset = options.preset
    if options.kind != nil || options.shape != nil { throw .fixedKind(preset) }
    if options.widths != nil { throw .noWidths(preset) }
    if options.weights != nil { throw .noWeights(preset) }
    if options.input != nil { throw .fixedInput(preset) }
    let batch = options.batch ?? 32
    guard 1...Optdigits.trainingCount ~= batch else {
      throw .batch(batch, largest: Optdigits.trainingCount)
    }
    let source = SampleSource.digits(batch: batch, seed: options.seed)
    let builder = try built(plan, options, leading: source.leadingShape)
    var sites = builder.sites
    if let rate = options.rate { for index in sites.indices { sites[index].rate = rate } }
    try setRates(options.layerRates, of: &sites)
    return Networks(
      modules: ModuleNetwork(builder.modules, optimiser: plan.optimiser), source: source,
      sites: sites, widths: builder.widths)
  }

  private static func built(
    _ plan: NetworkPlan, _ options: SimulationOptions, leading: [Int]
  ) throws(SimulationError) -> NetworkBuilder {
    var builder = NetworkBuilder(
      sample: plan.sampleShapes[0], leading: leading,
      source: ParameterSource(seed: options.seed, loaded: options.parameters))
    do throws(NetworkError) {
      try builder.append(plan.modules)
    } catch {
      throw .network(error)
    }
    return builder
  }
}

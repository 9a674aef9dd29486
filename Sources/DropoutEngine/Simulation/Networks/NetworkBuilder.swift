/// Puts a network together from its plan: follows the shape of a sample from module to module, and
/// makes sure that each takes what comes.
struct NetworkBuilder {
  /// The most numbers of a module's result or parameters for one sample.
  static let most = 1 << 24
  /// The most numbers that are learned: with gradients and what an optimiser keeps, 1.6 GB.
  static let mostParameters = 100_000_000

  private(set) var modules: [any NetworkModule] = []
  /// The shape of a sample after the modules so far.
  private(set) var shape: [Int]
  private(set) var sites: [SimulatedSite] = []
  /// Numbers of a sample after each layer that has weights, the input's first.
  private(set) var widths: [Int]
  /// Multiplications of a sample's forward.
  private(set) var work = 0
  private var source: ParameterSource
  /// Shapes of a call before its samples'.
  private let leading: [Int]

  init(sample shape: [Int], leading: [Int], source: ParameterSource) {
    self.shape = shape
    self.leading = leading
    self.source = source
    widths = [elementCount(shape)]
  }

  /// A tensor of the weights that no module took.
  var unused: String? { source.unused }

  /// Numbers that are learned or kept.
  var parameterCount: Int { source.count }

  mutating func append(_ plans: [ModulePlan]) throws(NetworkError) {
    for plan in plans { modules.append(try module(plan)) }
  }

  private mutating func module(_ plan: ModulePlan) throws(NetworkError) -> any NetworkModule {
    let made = try make(plan)
    guard elementCount(shape) <= Self.most else {
      throw .tooLarge(module: label(plan), largest: Self.most)
    }
    return made
  }

  private mutating func make(_ plan: ModulePlan) throws(NetworkError) -> any NetworkModule {
    switch plan.kind {
    case .linear(let inputs, let outputs, let bias, let start):
      return try linear(plan, inputs, outputs, hasBias: bias, start)
    case .convolution(let convolution): return try self.convolution(plan, convolution)
    case .pool(let rule, let axes, _): return try pool(plan, rule, axes)
    case .batchNorm(let features, let axes, let settings):
      return try batchNorm(plan, features, axes, settings)
    case .layerNorm(let normed, let epsilon, let hasWeight, let hasBias):
      return try layerNorm(plan, normed, epsilon, hasWeight, hasBias)
    case .flatten(let from, let to): return try flatten(plan, from, to)
    case .activation(let activation): return ActivationModule(activation)
    case .dropout(let kind, let rate): return try site(plan.name, label(plan), kind, rate, shape)
    case .residual(let branch): return try residual(plan, branch)
    case .attention(let heads, let site, let rate): return try attention(plan, heads, site, rate)
    case .position(let sd):
      return PositionModule(
        try source.take(plan.name, shape, .normal(sd: sd), for: label(plan)))
    case .tokenMean:
      guard shape.count == 2 else {
        throw .shape(module: label(plan), has: shape, needs: "tokens x width")
      }
      defer { shape = [shape[1]] }
      return TokenMeanModule(tokens: shape[0], width: shape[1])
    case .standard(let mean, let sd): return StandardModule(mean: mean, sd: sd)
    }
  }

  private func label(_ plan: ModulePlan) -> String {
    plan.written ?? "\(plan.kind.title) at \(plan.name)"
  }

  // MARK: - Layers with weights

  private mutating func linear(
    _ plan: ModulePlan, _ inputs: Int, _ outputs: Int, hasBias: Bool, _ start: ModulePlan.Start
  ) throws(NetworkError) -> LinearModule {
    let label = label(plan)
    guard inputs > 0, outputs > 0 else {
      throw .setting(module: label, "it has at least one input and one output")
    }
    guard shape.last == inputs else {
      throw .shape(module: label, has: shape, needs: "\(inputs) numbers in the last axis")
    }
    guard elementCount([inputs, outputs]) <= Self.most * 4 else {
      throw .tooLarge(module: label, largest: Self.most * 4)
    }
    let root = Double(inputs).squareRoot()
    let weight = try source.take(
      "\(plan.name).weight", [outputs, inputs],
      start == .uniform ? .uniform(bound: 1 / root) : .normal(sd: 1 / root), for: label)
    let bias =
      hasBias
      ? try source.take(
        "\(plan.name).bias", [outputs],
        start == .uniform ? .uniform(bound: 1 / root) : .constant(0), for: label) : nil
    work += elementCount(shape) * outputs
    shape[shape.count - 1] = outputs
    widths.append(elementCount(shape))
    return LinearModule(weight: weight, bias: bias)
  }

  private mutating func convolution(
    _ plan: ModulePlan, _ settings: ModulePlan.Convolution
  ) throws(NetworkError) -> ConvolutionModule {
    let label = label(plan)
    let window = settings.window
    try check(window, label)
    guard settings.groups > 0, settings.inputs > 0, settings.outputs > 0,
      settings.inputs % settings.groups == 0, settings.outputs % settings.groups == 0
    else {
      throw .setting(module: label, "groups have to divide its channels, of which it has some")
    }
    let names = settings.axes == 1 ? "length" : "height x width"
    guard shape.count == settings.axes + 1, shape.first == settings.inputs else {
      throw .shape(module: label, has: shape, needs: "\(settings.inputs) x \(names)")
    }
    let map = self.map(settings.axes)
    let columns = Columns(
      channels: settings.inputs / settings.groups, map: map, window: window)
    guard columns.count > 0 else { throw .beyond(module: label, has: shape) }
    guard elementCount([columns.rows, columns.count, settings.groups]) <= Self.most else {
      throw .tooLarge(module: label, largest: Self.most)
    }
    let kernel =
      settings.axes == 1
      ? [window.kernel.columns] : [window.kernel.rows, window.kernel.columns]
    let bound = 1 / Double(columns.rows).squareRoot()
    let weight = try source.take(
      "\(plan.name).weight", [settings.outputs, columns.channels] + kernel,
      .uniform(bound: bound), for: label)
    let bias =
      settings.bias
      ? try source.take("\(plan.name).bias", [settings.outputs], .uniform(bound: bound), for: label)
      : nil
    work += settings.outputs * columns.rows * columns.count
    setMap(columns.places, channels: settings.outputs, axes: settings.axes)
    widths.append(elementCount(shape))
    return ConvolutionModule(weight: weight, bias: bias, groups: settings.groups, columns: columns)
  }

  private func check(_ window: Window, _ label: String) throws(NetworkError) {
    for pair in [window.kernel, window.stride, window.dilation] {
      guard 1...1 << 16 ~= pair.rows, 1...1 << 16 ~= pair.columns else {
        throw .setting(module: label, "kernel, stride and dilation are 1 to 65536")
      }
    }
    guard 0...1 << 16 ~= window.padding.rows, 0...1 << 16 ~= window.padding.columns else {
      throw .setting(module: label, "padding is 0 to 65536")
    }
  }

  /// The last axes of a sample as a map.
  private func map(_ axes: Int) -> Window.Pair {
    let last = shape.suffix(axes)
    return axes == 1
      ? Window.Pair(1, last.first ?? 1) : Window.Pair(last.first ?? 1, last.last ?? 1)
  }

  private mutating func setMap(_ places: Window.Pair, channels: Int, axes: Int) {
    shape = axes == 1 ? [channels, places.columns] : [channels, places.rows, places.columns]
  }

  // MARK: - Norms

  private mutating func batchNorm(
    _ plan: ModulePlan, _ features: Int, _ axes: Int, _ settings: ModulePlan.BatchNorm
  ) throws(NetworkError) -> BatchNormModule {
    let label = label(plan)
    let counts = axes == 1 ? 1...2 : 3...3
    guard features > 0, counts ~= shape.count, shape.first == features else {
      let needs =
        axes == 1 ? "\(features), or \(features) x length" : "\(features) x height x width"
      throw .shape(module: label, has: shape, needs: needs)
    }
    func name(_ part: String) -> String { "\(plan.name).\(part)" }
    let weight =
      settings.isAffine
      ? try source.take(name("weight"), [features], .constant(1), for: label) : nil
    let bias =
      settings.isAffine ? try source.take(name("bias"), [features], .constant(0), for: label) : nil
    let mean = try source.buffer(name("running_mean"), features, 0, for: label)
    let variance = try source.buffer(name("running_var"), features, 1, for: label)
    source.pass(name("num_batches_tracked"))
    // The site that feeds it: it learns the variance that this one leaves.
    if let last = sites.indices.last, sites[last].nextNorm == nil {
      sites[last].nextNorm = plan.name
    }
    return BatchNormModule(
      channels: features, places: elementCount(Array(shape.dropFirst())),
      epsilon: settings.epsilon, momentum: settings.momentum, weight: weight, bias: bias,
      mean: mean, variance: variance)
  }

  private mutating func layerNorm(
    _ plan: ModulePlan, _ normed: [Int], _ epsilon: Float, _ hasWeight: Bool, _ hasBias: Bool
  ) throws(NetworkError) -> LayerNormModule {
    let label = label(plan)
    guard !normed.isEmpty, normed.count <= shape.count, Array(shape.suffix(normed.count)) == normed
    else {
      let axes = normed.map(String.init).joined(separator: "x")
      throw .shape(module: label, has: shape, needs: "last axes of \(axes)")
    }
    let weight =
      hasWeight
      ? try source.take("\(plan.name).weight", normed, .constant(1), for: label) : nil
    let bias =
      hasWeight && hasBias
      ? try source.take("\(plan.name).bias", normed, .constant(0), for: label) : nil
    return LayerNormModule(
      width: elementCount(normed), epsilon: epsilon, weight: weight, bias: bias)
  }

  // MARK: - Layers without weights

  private mutating func pool(
    _ plan: ModulePlan, _ rule: PoolingModule.Rule, _ axes: Int
  ) throws(NetworkError) -> PoolingModule {
    let label = label(plan)
    guard shape.count == axes + 1 else {
      let needs = axes == 1 ? "channels x length" : "channels x height x width"
      throw .shape(module: label, has: shape, needs: needs)
    }
    switch rule {
    case .largest(let window), .mean(let window):
      try check(window, label)
      guard 2 * window.padding.rows <= window.kernel.rows,
        2 * window.padding.columns <= window.kernel.columns
      else { throw .setting(module: label, "padding is at most half of the kernel") }
    case .adaptive(let places):
      guard 1...1 << 16 ~= places.rows, 1...1 << 16 ~= places.columns else {
        throw .setting(module: label, "its output has 1 to 65536 places an axis")
      }
    }
    let map = self.map(axes)
    let places = PoolingModule.places(rule, on: map)
    guard places.rows > 0, places.columns > 0 else { throw .beyond(module: label, has: shape) }
    if case .largest(let window) = rule { try checkSize(window, places, label) }
    if case .mean(let window) = rule { try checkSize(window, places, label) }
    setMap(places, channels: shape[0], axes: axes)
    return PoolingModule(rule, map: map)
  }

  private func checkSize(
    _ window: Window, _ places: Window.Pair, _ label: String
  ) throws(NetworkError) {
    let extents = [window.kernel.rows, window.kernel.columns, places.rows, places.columns]
    if elementCount(extents) > Self.most { throw .tooLarge(module: label, largest: Self.most) }
  }

  /// Axes are counted as PyTorch does, the batch's being 0.
  private mutating func flatten(
    _ plan: ModulePlan, _ from: Int, _ to: Int
  ) throws(NetworkError) -> StandardModule {
    let last = to < 0 ? shape.count + 1 + to : to
    guard from >= 1, last >= from, last <= shape.count else {
      throw .setting(module: label(plan), "a sample has axes 1 to \(shape.count) there")
    }
    let joined = shape[(from - 1)...(last - 1)].reduce(1, *)
    shape = shape[..<(from - 1)] + [joined] + shape[last...]
    return StandardModule(mean: 0, sd: 1)
  }

  private mutating func site(
    _ name: String, _ label: String, _ kind: any DropoutKind, _ rate: Rate, _ tensor: [Int]
  ) throws(NetworkError) -> DropoutModule {
    let site = SimulatedSite(name: name, kind: kind, shape: leading + tensor, rate: rate)
    do throws(KindError) {
      try kind.check(shape: site.shape, rate: rate, phase: .train)
    } catch {
      throw .kind(module: label, error)
    }
    sites.append(site)
    return DropoutModule(site: sites.count - 1)
  }

  private mutating func residual(
    _ plan: ModulePlan, _ branch: [ModulePlan]
  ) throws(NetworkError) -> ResidualModule {
    let before = shape
    var made: [any NetworkModule] = []
    for part in branch { made.append(try module(part)) }
    guard shape == before else {
      let needs = before.map(String.init).joined(separator: "x")
      throw .shape(module: label(plan), has: shape, needs: "a branch that ends with \(needs)")
    }
    return ResidualModule(made)
  }

  private mutating func attention(
    _ plan: ModulePlan, _ heads: Int, _ site: String, _ rate: Rate
  ) throws(NetworkError) -> AttentionModule {
    guard shape.count == 2, heads > 0, shape[1] % heads == 0 else {
      throw .shape(
        module: label(plan), has: shape, needs: "tokens x a width that \(heads) heads divide")
    }
    let (tokens, width) = (shape[0], shape[1])
    let projection = try linear(
      ModulePlan("\(plan.name).in_proj", .flatten()), width, 3 * width, hasBias: true, .uniform)
    shape = [tokens, width]
    let dropout = try self.site(
      site, label(plan), AttentionDropout(), rate, [heads, tokens, tokens])
    let output = try linear(
      ModulePlan("\(plan.name).out_proj", .flatten()), width, width, hasBias: true, .uniform)
    work += 2 * tokens * tokens * width
    return AttentionModule(
      heads: heads, tokens: tokens, projection: projection, output: output, dropout: dropout)
  }
}

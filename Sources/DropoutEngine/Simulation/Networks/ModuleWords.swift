/// The modules that a line of PyTorch's words may have, by their names.
enum ModuleWords {
  /// In the order in which help texts name them.
  static let names = [
    "Linear", "Conv1d", "Conv2d", "BatchNorm1d", "BatchNorm2d", "LayerNorm", "MaxPool1d",
    "MaxPool2d", "AvgPool1d", "AvgPool2d", "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "Flatten",
    "ReLU", "GELU", "SELU", "Tanh", "Sigmoid", "Identity", "Dropout", "Dropout1d", "Dropout2d",
    "Dropout3d", "AlphaDropout", "FeatureAlphaDropout", "GaussianDropout", "DropPath",
    "StochasticDepth", "DropBlock2d", "LockedDropout", "WordDropout",
  ]

  /// The plan of a line, each module under its place in it, as in an `nn.Sequential`.
  static func plan(_ text: String) throws(NetworkError) -> NetworkPlan {
    var modules: [ModulePlan] = []
    for (index, module) in try ModuleText.modules(text).enumerated() {
      let label = "module \(index), \(module.written)"
      var plan = ModulePlan("\(index)", try kind(module, label))
      plan.written = label
      modules.append(plan)
    }
    return NetworkPlan(sampleShapes: shapes(of: modules), modules: modules)
  }

  /// Digits are a map of 8 x 8, 8 rows, or 64 numbers, as the first module that tells wants them.
  private static func shapes(of modules: [ModulePlan]) -> [[Int]] {
    for module in modules {
      switch module.kind {
      case .convolution(let plan): return plan.axes == 2 ? [[1, 8, 8]] : [[8, 8]]
      case .pool(_, let axes, _), .batchNorm(_, let axes, _):
        if axes == 2 { return [[1, 8, 8]] }
      case .flatten: return [[1, 8, 8]]
      case .linear(let inputs, _, _, _): return inputs == 8 ? [[8, 8]] : [[64]]
      case .dropout(let kind, _) where kind is ChannelDropout || kind is DropBlock:
        return [[1, 8, 8]]
      default: continue
      }
    }
    return [[64]]
  }

  private static func kind(
    _ text: ModuleText, _ label: String
  ) throws(NetworkError) -> ModulePlan.Kind {
    if let made = try layer(text, label) { return made }
    if let made = try pool(text, label) { return made }
    if let made = try activation(text, label) { return made }
    if let made = try dropout(text, label) { return made }
    throw .unknownModule(text.name, known: names)
  }

  private static func layer(
    _ text: ModuleText, _ label: String
  ) throws(NetworkError) -> ModulePlan.Kind? {
    switch text.name {
    case "Linear":
      let given = try ModuleArguments(text, label: label, ["in_features", "out_features", "bias"])
      return .linear(
        inputs: try given.integer("in_features"), outputs: try given.integer("out_features"),
        bias: try given.flag("bias", default: true))
    case "Conv1d": return try convolution(text, label, axes: 1)
    case "Conv2d": return try convolution(text, label, axes: 2)
    case "BatchNorm1d", "BatchNorm2d":
      let given = try ModuleArguments(
        text, label: label,
        ["num_features", "eps", "momentum", "affine", "track_running_stats"])
      guard try given.flag("track_running_stats", default: true) else {
        throw .setting(module: label, "it runs with track_running_stats=True only")
      }
      let settings = ModulePlan.BatchNorm(
        epsilon: Float(try given.number("eps", default: 1e-5)),
        momentum: Float(try given.number("momentum", default: 0.1)),
        isAffine: try given.flag("affine", default: true))
      return .batchNorm(
        features: try given.integer("num_features"), axes: text.name == "BatchNorm1d" ? 1 : 2,
        settings)
    case "LayerNorm":
      let given = try ModuleArguments(
        text, label: label, ["normalized_shape", "eps", "elementwise_affine", "bias"])
      return .layerNorm(
        shape: try given.integers("normalized_shape"),
        epsilon: Float(try given.number("eps", default: 1e-5)),
        hasWeight: try given.flag("elementwise_affine", default: true),
        hasBias: try given.flag("bias", default: true))
    case "Flatten":
      let given = try ModuleArguments(text, label: label, ["start_dim", "end_dim"])
      return .flatten(
        from: try given.integer("start_dim", default: 1),
        to: try given.integer("end_dim", default: -1))
    default: return nil
    }
  }

  private static func convolution(
    _ text: ModuleText, _ label: String, axes: Int
  ) throws(NetworkError) -> ModulePlan.Kind {
    let given = try ModuleArguments(
      text, label: label,
      [
        "in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation", "groups",
        "bias", "padding_mode",
      ])
    _ = try given.word("padding_mode", default: "zeros", ["zeros"])
    let one = Window.Pair(1, 1)
    let window = Window(
      kernel: try given.pair("kernel_size", axes: axes, row: 1),
      stride: try given.pair("stride", axes: axes, row: 1, default: one),
      padding: try given.pair("padding", axes: axes, row: 0, default: Window.Pair(0, 0)),
      dilation: try given.pair("dilation", axes: axes, row: 1, default: one))
    return .convolution(
      ModulePlan.Convolution(
        inputs: try given.integer("in_channels"), outputs: try given.integer("out_channels"),
        axes: axes, window: window, groups: try given.integer("groups", default: 1),
        bias: try given.flag("bias", default: true)))
  }

  private static func pool(
    _ text: ModuleText, _ label: String
  ) throws(NetworkError) -> ModulePlan.Kind? {
    let axes = text.name.hasSuffix("1d") ? 1 : 2
    switch text.name {
    case "AdaptiveAvgPool1d", "AdaptiveAvgPool2d":
      let given = try ModuleArguments(text, label: label, ["output_size"])
      return .pool(
        .adaptive(try given.pair("output_size", axes: axes, row: 1)), axes: axes, title: text.name)
    case "MaxPool1d", "MaxPool2d":
      let given = try ModuleArguments(
        text, label: label,
        ["kernel_size", "stride", "padding", "dilation", "return_indices", "ceil_mode"])
      return .pool(.largest(try window(given, label, axes)), axes: axes, title: text.name)
    case "AvgPool1d", "AvgPool2d":
      let given = try ModuleArguments(
        text, label: label, ["kernel_size", "stride", "padding", "ceil_mode", "count_include_pad"])
      guard try given.flag("count_include_pad", default: true) else {
        throw .setting(module: label, "it runs with count_include_pad=True only")
      }
      return .pool(.mean(try window(given, label, axes)), axes: axes, title: text.name)
    default: return nil
    }
  }

  private static func window(
    _ given: ModuleArguments, _ label: String, _ axes: Int
  ) throws(NetworkError) -> Window {
    if try given.flag("ceil_mode", default: false) {
      throw .setting(module: label, "it runs with ceil_mode=False only")
    }
    let kernel = try given.pair("kernel_size", axes: axes, row: 1)
    return Window(
      kernel: kernel, stride: try given.pair("stride", axes: axes, row: 1, default: kernel),
      padding: try given.pair("padding", axes: axes, row: 0, default: Window.Pair(0, 0)),
      dilation: try given.pair("dilation", axes: axes, row: 1, default: Window.Pair(1, 1)))
  }

  private static func activation(
    _ text: ModuleText, _ label: String
  ) throws(NetworkError) -> ModulePlan.Kind? {
    let plain: [String: Activation] = [
      "ReLU": .relu, "SELU": .selu, "Tanh": .tanh, "Sigmoid": .sigmoid,
    ]
    if let activation = plain[text.name] {
      _ = try ModuleArguments(text, label: label, ["inplace"])
      return .activation(activation)
    }
    if text.name == "Identity" { return .standard(mean: 0, sd: 1) }
    guard text.name == "GELU" else { return nil }
    let given = try ModuleArguments(text, label: label, ["approximate"])
    let rule = try given.word("approximate", default: "none", ["none", "tanh"])
    return .activation(.gelu(approximate: rule == "tanh"))
  }

  private static func dropout(
    _ text: ModuleText, _ label: String
  ) throws(NetworkError) -> ModulePlan.Kind? {
    let torch: [String: any DropoutKind] = [
      "Dropout": ElementDropout(), "Dropout1d": ChannelDropout(spatialAxes: 1),
      "Dropout2d": ChannelDropout(spatialAxes: 2), "Dropout3d": ChannelDropout(spatialAxes: 3),
      "AlphaDropout": AlphaDropout(), "FeatureAlphaDropout": FeatureAlphaDropout(),
    ]
    if let kind = torch[text.name] {
      let given = try ModuleArguments(text, label: label, ["p", "inplace"])
      return .dropout(kind, try given.rate("p", default: 0.5))
    }
    let others: [String: (kind: any DropoutKind, rate: String, standard: Double?)] = [
      "GaussianDropout": (GaussianDropout(), "rate", nil),
      "LockedDropout": (LockedDropout(), "p", 0.5), "WordDropout": (WordDropout(), "p", 0.05),
    ]
    if let other = others[text.name] {
      let given = try ModuleArguments(text, label: label, [other.rate])
      return .dropout(other.kind, try given.rate(other.rate, default: other.standard))
    }
    switch text.name {
    case "DropPath":
      let given = try ModuleArguments(text, label: label, ["drop_prob", "scale_by_keep"])
      var kind = DropPath()
      kind.isScaled = try given.flag("scale_by_keep", default: true)
      return .dropout(kind, try given.rate("drop_prob", default: 0))
    case "StochasticDepth":
      let given = try ModuleArguments(text, label: label, ["p", "mode"])
      var kind = DropPath()
      kind.isByBatch = try given.word("mode", default: "row", ["row", "batch"]) == "batch"
      return .dropout(kind, try given.rate("p", default: nil))
    case "DropBlock2d":
      let given = try ModuleArguments(text, label: label, ["p", "block_size", "inplace", "eps"])
      var kind = DropBlock()
      kind.block = try given.integer("block_size")
      return .dropout(kind, try given.rate("p", default: nil))
    default: return nil
    }
  }
}

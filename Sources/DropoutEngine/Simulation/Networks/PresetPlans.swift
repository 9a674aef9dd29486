extension Preset {
  /// The network of a preset of modules; nil for those of dense layers.
  var plan: NetworkPlan? {
    switch self {
    case .digits, .article, .module: nil
    case .convnet: .convnet
    case .residual: .residual
    case .selu: .selu
    case .attention: .attention
    }
  }
}

// Rates, sizes and learning rates: those with which the reference's networks were measured.
extension NetworkPlan {
  /// Two convolutions, whose channels and whose joined features are dropped.
  static let convnet = NetworkPlan(
    sampleShapes: [[1, 8, 8]],
    modules: [
      ModulePlan("conv1", .convolution(.square(from: 1, to: 8))),
      ModulePlan("relu1", .activation(.relu)),
      ModulePlan("conv1.drop", .dropout(ChannelDropout(spatialAxes: 2), Rate(unchecked: 0.1))),
      ModulePlan("conv2", .convolution(.square(from: 8, to: 16))),
      ModulePlan("relu2", .activation(.relu)),
      ModulePlan(
        "pool",
        .pool(
          .largest(Window(kernel: .init(2, 2), stride: .init(2, 2))), axes: 2, title: "MaxPool2d")),
      ModulePlan("flatten", .flatten()),
      ModulePlan("dense.drop", .dropout(ElementDropout(), .half)),
      ModulePlan("dense", .linear(inputs: 256, outputs: 10)),
    ],
    optimiser: .momentum(rate: 0.07, momentum: 0.9))

  /// Four blocks beside a path that lets everything through, each dropped for whole samples.
  static let residual = NetworkPlan(
    sampleShapes: [[64]],
    modules: [
      ModulePlan("first", .linear(inputs: 64, outputs: 64)),
      ModulePlan("relu", .activation(.relu)),
    ]
      + [0.05, 0.1, 0.15, 0.2].enumerated().map { index, rate in
        let name = "block\(index + 1)"
        return ModulePlan(
          name,
          .residual([
            ModulePlan("\(name).w1", .linear(inputs: 64, outputs: 64)),
            ModulePlan("\(name).relu", .activation(.relu)),
            ModulePlan("\(name).w2", .linear(inputs: 64, outputs: 64)),
            ModulePlan("\(name).path", .dropout(DropPath(), Rate(unchecked: rate))),
          ]))
      } + [ModulePlan("last", .linear(inputs: 64, outputs: 10))],
    optimiser: .momentum(rate: 0.05, momentum: 0.9))

  /// Four layers that hold mean 0 and variance 1 by themselves, also where values are dropped.
  static let selu = NetworkPlan(
    sampleShapes: [[64]],
    modules: [
      // Mean and sd of the training rows' pixels.
      ModulePlan("input", .standard(mean: 0.3054, sd: 0.3755))
    ]
      + (1...4).flatMap { index in
        [
          ModulePlan("dense\(index)", .linear(inputs: 64, outputs: 64, start: .normal)),
          ModulePlan("selu\(index)", .activation(.selu)),
          ModulePlan("hidden\(index)", .dropout(AlphaDropout(), Rate(unchecked: 0.05))),
        ]
      } + [ModulePlan("last", .linear(inputs: 64, outputs: 10, start: .normal))],
    optimiser: .momentum(rate: 0.02, momentum: 0.9))

  /// A small transformer over the eight rows of a digit.
  static let attention = NetworkPlan(
    sampleShapes: [[8, 8]],
    modules: [
      ModulePlan("embed", .linear(inputs: 8, outputs: 32)),
      ModulePlan("position", .position(sd: 0.2)),
    ]
      + [(0.025, 0.05), (0.075, 0.1)].enumerated().flatMap { index, paths in
        transformerBlock("block\(index + 1)", paths)
      } + [
        ModulePlan("norm", .layerNorm(shape: [32])), ModulePlan("mean", .tokenMean),
        ModulePlan("last", .linear(inputs: 32, outputs: 10)),
      ],
    optimiser: .adam(rate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8))

  private static func transformerBlock(
    _ name: String, _ paths: (attention: Double, feedForward: Double)
  ) -> [ModulePlan] {
    [
      ModulePlan(
        "\(name).attend",
        .residual([
          ModulePlan("\(name).norm1", .layerNorm(shape: [32])),
          ModulePlan(
            "\(name).attn", .attention(heads: 2, site: "\(name).attn.drop", Rate(unchecked: 0.1))),
          ModulePlan("\(name).path1", .dropout(DropPath(), Rate(unchecked: paths.attention))),
        ])),
      ModulePlan(
        "\(name).feed",
        .residual([
          ModulePlan("\(name).norm2", .layerNorm(shape: [32])),
          ModulePlan("\(name).w1", .linear(inputs: 32, outputs: 64)),
          ModulePlan("\(name).relu", .activation(.relu)),
          ModulePlan("\(name).w2", .linear(inputs: 64, outputs: 32)),
          ModulePlan("\(name).path2", .dropout(DropPath(), Rate(unchecked: paths.feedForward))),
        ])),
    ]
  }
}

extension ModulePlan.Convolution {
  /// 3 x 3 with zeros around, so that the map keeps its size.
  static func square(from inputs: Int, to outputs: Int) -> Self {
    Self(
      inputs: inputs, outputs: outputs,
      window: Window(kernel: .init(3, 3), padding: .init(1, 1)))
  }
}

import TestSupport

@testable import DropoutEngine

extension SimulationOptions {
  /// A preset small enough for debug builds.
  static func small(
    _ preset: Preset, seed: UInt64 = 42, dialect: Dialect? = nil, rate: Rate? = nil
  ) -> SimulationOptions {
    var options = SimulationOptions(preset: preset)
    options.seed = seed
    options.dialect = dialect
    options.rate = rate
    switch preset {
    case .digits:
      options.widths = [9, 5]
      options.batch = 4
    case .article:
      options.widths = [9, 5]
      options.input = Tensor(shape: [3], values: [0.5, -1, 2])
    case .convnet, .residual, .attention: options.batch = 4
    // Four samples at a time it does not learn: what is not a number equals nothing.
    case .selu: options.batch = 16
    case .module:
      options.input = Tensor(shape: [3, 5], values: (0..<15).map { Float($0) - 7 })
    }
    return options
  }

  /// A copy with one thing changed.
  func with(_ change: (inout SimulationOptions) -> Void) -> SimulationOptions {
    var copy = self
    change(&copy)
    return copy
  }
}

extension Simulation {
  /// The next `count` calls, with their tensors.
  mutating func calls(_ count: Int) -> [ForwardCall] {
    (0..<count).map { _ in next(withTensors: true) }
  }
}

/// Random dense layers as a file would hold them, input to output.
func randomWeights(_ widths: [Int], seed: UInt64) -> [DenseLayerWeights] {
  var generator = SplitMix64(state: seed)
  return zip(widths, widths.dropFirst()).enumerated().map { index, size in
    DenseLayerWeights(
      name: "\(2 * index).weight",
      weight: Tensor(
        shape: [size.1, size.0], values: generator.floats(size.0 * size.1, in: -1...1)),
      bias: generator.floats(size.1, in: -1...1))
  }
}

extension Dialect {
  /// Whether it draws for all kinds of a preset.
  func definesAll(of preset: Preset) throws -> Bool {
    try Simulation(.small(preset)).header.sites.allSatisfy { site in
      defines(try DropoutKinds.kind(site.kind ?? ""))
    }
  }
}

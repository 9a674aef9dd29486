/// A network as it is written down: its modules in order, the shape of a sample, and how it learns.
struct NetworkPlan: Sendable {
  /// Shapes of a sample that it may be given, the likeliest first: the digits come as rows of pixels
  /// or as maps.
  var sampleShapes: [[Int]]
  var modules: [ModulePlan]
  var optimiser: Optimiser = .momentum(rate: 0.05, momentum: 0.9)
}

/// A module as it is written down, before anybody knows what comes into it.
struct ModulePlan: Sendable {
  /// Its path in the network, from which its parameters are named.
  var name: String
  var kind: Kind
  /// What messages call it, where a person wrote it.
  var written: String?

  init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  indirect enum Kind: Sendable {
    case linear(inputs: Int, outputs: Int, bias: Bool = true, start: Start = .uniform)
    case convolution(Convolution)
    case pool(PoolingModule.Rule, axes: Int, title: String)
    case batchNorm(features: Int, axes: Int, BatchNorm = BatchNorm())
    case layerNorm(
      shape: [Int], epsilon: Float = 1e-5, hasWeight: Bool = true, hasBias: Bool = true)
    case flatten(from: Int = 1, to: Int = -1)
    case activation(Activation)
    case dropout(any DropoutKind, Rate)
    case residual([ModulePlan])
    case attention(heads: Int, site: String, Rate)
    case position(sd: Double)
    case tokenMean
    case standard(mean: Float, sd: Float)
  }

  /// Where weights begin.
  enum Start: Sendable, Hashable {
    /// PyTorch's default: weights and biases uniform within 1/√inputs.
    case uniform
    /// Normal with variance 1/inputs and biases 0, as SELU's fixed point needs it.
    case normal
  }

  /// `Conv1d` or `Conv2d`.
  struct Convolution: Sendable {
    var inputs: Int
    var outputs: Int
    /// Axes of a map: 1 or 2.
    var axes = 2
    var window: Window
    var groups = 1
    var bias = true
  }

  /// What a batch norm is told.
  struct BatchNorm: Sendable {
    var epsilon: Float = 1e-5
    var momentum: Float = 0.1
    var isAffine = true
  }
}

extension ModulePlan.Kind {
  /// The name of the class, as PyTorch has it where it has one.
  var title: String {
    switch self {
    case .linear: "Linear"
    case .convolution(let plan): "Conv\(plan.axes)d"
    case .pool(_, _, let title): title
    case .batchNorm(_, let axes, _): "BatchNorm\(axes)d"
    case .layerNorm: "LayerNorm"
    case .flatten: "Flatten"
    case .activation(.relu): "ReLU"
    case .activation(.gelu): "GELU"
    case .activation(.selu): "SELU"
    case .activation(.tanh): "Tanh"
    case .activation(.sigmoid): "Sigmoid"
    case .dropout(let kind, _): kind.name
    case .residual: "residual block"
    case .attention: "attention"
    case .position: "position"
    case .tokenMean: "mean over tokens"
    case .standard: "standardisation"
    }
  }
}

internal import RealModule

/// What a network does to every number by itself, as PyTorch computes it.
enum Activation: Sendable, Equatable {
  case relu
  /// x Φ(x), or its approximation by tanh.
  case gelu(approximate: Bool)
  case selu
  case tanh
  case sigmoid

  /// SELU's λ and α (G. Klambauer et al., 2017).
  private static let lambda: Float = 1.0507009873554804934
  private static let alpha: Float = 1.6732632423543772848

  func value(_ x: Float) -> Float {
    switch self {
    case .relu: x < 0 ? 0 : x
    case .gelu(false): x * 0.5 * (1 + Float.erf(x * Self.halfRoot))
    case .gelu(true): 0.5 * x * (1 + Float.tanh(Self.inner(x)))
    case .selu: Self.lambda * (x > 0 ? x : Self.alpha * Float.expMinusOne(x))
    case .tanh: Float.tanh(x)
    case .sigmoid: 1 / (1 + Float.exp(-x))
    }
  }

  /// - Parameters:
  ///   - x: what came in.
  ///   - y: what came out.
  func slope(_ x: Float, _ y: Float) -> Float {
    switch self {
    case .relu: x <= 0 ? 0 : 1
    case .gelu(false):
      0.5 * (1 + Float.erf(x * Self.halfRoot))
        + x * Float.exp(-0.5 * x * x) * 0.39894228040143267794
    case .gelu(true): Self.approximateSlope(x)
    case .selu: x > 0 ? Self.lambda : y + Self.lambda * Self.alpha
    case .tanh: 1 - y * y
    case .sigmoid: y * (1 - y)
    }
  }

  private static let halfRoot: Float = 0.70710678118654752440  // √½
  private static let root: Float = 0.79788456080286535588  // √(2/π)
  private static func inner(_ x: Float) -> Float { root * (x + 0.044715 * x * x * x) }
  private static func approximateSlope(_ x: Float) -> Float {
    let t = Float.tanh(inner(x))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * root * (1 + 3 * 0.044715 * x * x)
  }
}

/// An activation of every number.
struct ActivationModule: NetworkModule {
  private let activation: Activation
  private var input: [Float] = []
  private var output: [Float] = []

  init(_ activation: Activation) { self.activation = activation }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    self.input = input
    if activation == .relu {
      // By itself, since it takes eight numbers at once.
      output = [Float](writing: input.count) { output in
        input.reading { input in
          for index in 0..<self.input.count { output[index] = input[index] < 0 ? 0 : input[index] }
        }
      }
    } else {
      output = input.map(activation.value)
    }
    return output
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    guard wantsInput else { return [] }
    guard activation == .relu else {
      var result = gradient
      for index in result.indices { result[index] *= activation.slope(input[index], output[index]) }
      return result
    }
    return [Float](writing: gradient.count) { result in
      gradient.reading { gradient in
        input.reading { Self.passOpen(gradient, $0, into: result, count: self.input.count) }
      }
    }
  }

  /// The gradient where a ReLU let something through, NaN among it.
  private static func passOpen(
    _ gradient: UnsafePointer<Float>, _ input: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>, count: Int
  ) {
    var index = 0
    while index &+ 8 <= count {
      let open = vector(gradient + index).replacing(
        with: 0, where: vector(input + index) .<= 0)
      store(open, result + index)
      index &+= 8
    }
    while index < count {
      result[index] = input[index] <= 0 ? 0 : gradient[index]
      index &+= 1
    }
  }

  mutating func forget() { (input, output) = ([], []) }
}

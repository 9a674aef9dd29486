import DropoutEngine

/// One thing to time: a dialect's mask of a size and rate, alone or as a whole dropout layer.
public struct MaskCase: Sendable {
  /// The dialect's name.
  public let dialect: String
  /// How many elements.
  public let count: Int
  /// The probability of dropping.
  public let rate: Double
  /// Whether the mask is applied: mask, scale and store.
  public let isFused: Bool
  /// The kind and its tensor; nil for single elements of a row of `count`.
  public var kind: (name: String, shape: [Int])?

  /// Dialects whose frameworks run on a processor.
  private static let dialects = [
    "philox", "numpy-legacy", "numpy", "torch", "jax", "tensorflow", "keras-tensorflow",
    "keras-jax", "keras-numpy", "keras-torch", "torch-inductor", "triton", "mlx", "tinygrad",
  ]

  /// All cases: those that the targets name.
  public static let all: [MaskCase] = dialects.flatMap { dialect in
    [1_000_000, 10_000_000].flatMap { count in
      [0.5, 0.1].flatMap { rate in
        [false, true].map {
          MaskCase(dialect: dialect, count: count, rate: rate, isFused: $0)
        }
      }
    }
  }

  /// Kinds on the same tensor, fused: what shares a draw is to cost no more than single elements.
  public static let kinds: [MaskCase] = ["philox", "torch"].flatMap { dialect in
    [[64, 64, 16, 16], [16, 16, 64, 64]].flatMap { shape in
      ["dropout", "dropout2d", "droppath", "locked", "spatial", "alpha", "dropblock"].map {
        MaskCase(
          dialect: dialect, count: shape.reduce(1, *), rate: 0.2, isFused: true, kind: ($0, shape))
      }
    }
  }

  /// The case in words.
  public var name: String {
    guard let kind else { return "\(dialect) \(count) \(rate) \(isFused ? "fused" : "mask")" }
    let shape = kind.shape.map { "\($0)" }.joined(separator: ",")
    return "kind \(dialect) \(shape) \(kind.name)"
  }
}

/// A case with everything that is made once.
public struct MaskRun {
  private let isFused: Bool
  private var layer: Dropout
  private var generator: any MaskGenerator
  private let input: Tensor
  private var output: Tensor
  private var site = DrawSite(call: 0, layer: 0)

  /// Makes the generator and the input.
  public init(_ maskCase: MaskCase) throws {
    isFused = maskCase.isFused
    layer = try Dropout(p: maskCase.rate)
    if let kind = maskCase.kind { layer.kind = try DropoutKinds.kind(kind.name) }
    generator = try Dialect.named(maskCase.dialect).generator(seed: 1)
    let values = (0..<maskCase.count).map { Float($0 % 1000) - 500 }
    let shape = maskCase.kind?.shape ?? [maskCase.count]
    input = Tensor(shape: shape, values: values)
    output = Tensor(shape: shape, values: Array(repeating: 0, count: maskCase.count))
  }

  /// One forward call.
  ///
  /// - Returns: a number that depends on it, so that no call is left out.
  public mutating func call() -> Int {
    site.call += 1
    guard isFused else {
      let mask = generator.mask(count: input.values.count, rate: layer.rate, at: site)
      return mask?.count ?? 0
    }
    layer.forward(input, into: &output, drawing: &generator, at: site)
    return output.values.count
  }
}

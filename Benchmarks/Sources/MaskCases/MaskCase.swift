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

  /// All cases: those that the targets name.
  public static let all: [MaskCase] = ["philox", "numpy-legacy", "numpy", "torch", "jax"].flatMap {
    dialect in
    [1_000_000, 10_000_000].flatMap { count in
      [0.5, 0.1].flatMap { rate in
        [false, true].map {
          MaskCase(dialect: dialect, count: count, rate: rate, isFused: $0)
        }
      }
    }
  }

  /// The case in words.
  public var name: String { "\(dialect) \(count) \(rate) \(isFused ? "fused" : "mask")" }
}

/// A case with everything that is made once.
public struct MaskRun {
  private let isFused: Bool
  private let layer: Dropout
  private var generator: any MaskGenerator
  private let input: Tensor
  private var output: Tensor
  private var site = DrawSite(call: 0, layer: 0)

  /// Makes the generator and the input.
  public init(_ maskCase: MaskCase) throws {
    isFused = maskCase.isFused
    layer = try Dropout(p: maskCase.rate)
    generator = try Dialect.named(maskCase.dialect).generator(seed: 1)
    let values = (0..<maskCase.count).map { Float($0 % 1000) - 500 }
    input = Tensor(shape: [maskCase.count], values: values)
    output = Tensor(shape: [maskCase.count], values: Array(repeating: 0, count: maskCase.count))
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

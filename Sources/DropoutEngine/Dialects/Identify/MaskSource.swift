/// A way to draw the first mask of a program: a dialect with its options, and an operation.
public struct MaskSource: Sendable, Hashable {
  /// Whose bits they are.
  public let dialect: Dialect
  /// The operation's name; nil for the dialect's own.
  public let operation: String?

  /// The name on the command line, and the operation where it is not the dialect's own.
  public var name: String { dialect.name + (operation.map { ", op \($0)" } ?? "") }

  /// The sources that may have drawn the mask of a tensor of that shape.
  ///
  /// Left out is what draws the same as another in a program's first call: `AlphaDropout`, types on
  /// the CPU, `torch.bernoulli` of a tensor, and `split-n`.
  public static func all(for shape: [Int]) -> [MaskSource] {
    var sources = [Dialect.philox, .numpyLegacy, .numpy, .torch, .torchMKL].map {
      MaskSource(dialect: $0, operation: nil)
    }
    sources += [(Dialect.numpyLegacy, "rand<keep"), (.numpy, "random<keep")].map(MaskSource.init)
    sources += [(.numpy, "random32<keep"), (.torch, "rand>rate"), (.torch, "rand<keep")]
      .map(MaskSource.init)
    sources += channels(shape).flatMap { operation in
      [Dialect.torch, .torchMKL, .torchCUDA].map { MaskSource(dialect: $0, operation: operation) }
    }
    if shape.count > 1 {
      sources.append(MaskSource(dialect: .torch, operation: "dropout-transposed"))
    }
    for type in ElementType.allCases where type != .bfloat16 {
      sources.append(MaskSource(dialect: .torchCUDA.with { $0.type = type }, operation: nil))
    }
    return sources + jax
  }

  /// Operations that drop whole channels, where the shape has any.
  private static func channels(_ shape: [Int]) -> [String] {
    switch shape.count {
    case 2: ["dropout1d"]
    case 3: ["dropout1d", "dropout2d"]
    case 4: ["dropout2d", "dropout3d"]
    case 5: ["dropout3d"]
    default: []
    }
  }

  private static let jax = [true, false].flatMap { isPartitionable in
    JAXSchedule.allCases.filter { $0 != .splitN }.map { schedule in
      MaskSource(
        dialect: .jax.with {
          $0.schedule = schedule
          $0.isPartitionable = isPartitionable
        }, operation: nil)
    }
  }

  /// The first mask of a program; nil where the framework refuses the seed.
  public func mask(shape: [Int], rate: Rate, seed: Seed) -> Mask? {
    guard var generator = try? dialect.generator(seed: seed) else { return nil }
    let call = call(shape: shape, rate: rate)
    return generator.mask(call) ?? Mask(repeating: true, count: call.count)
  }

  func call(shape: [Int], rate: Rate) -> MaskCall {
    var call = MaskCall(shape: shape, rate: rate, at: DrawSite(call: 1, layer: 0))
    call.operation = operation.flatMap { dialect.operations[$0] } ?? .standard
    call.type = dialect.options.type
    return call
  }

  /// Whether the mask of a shorter tensor is the beginning of a longer one's.
  var drawsPrefixes: Bool {
    let drawsAll = operation.map { $0.contains("<") || $0.contains(">") } ?? true
    return drawsAll && dialect.family != Dialect.torchCUDA.family
      && dialect.options.isPartitionable
  }
}

extension Dialect {
  /// A copy with other options.
  func with(_ change: (inout DialectOptions) -> Void) -> Dialect {
    var copy = self
    change(&copy.options)
    return copy
  }
}

/// A way to draw the first mask of a program: a dialect with its options, and an operation.
public struct MaskSource: Sendable, Hashable {
  /// Whose bits they are.
  public let dialect: Dialect
  /// The operation's name; nil for the dialect's own.
  public let operation: String?

  /// The name on the command line, and the operation where it is not the dialect's own.
  public var name: String { dialect.name + (operation.map { ", op \($0)" } ?? "") }

  /// - Parameter operation: nil for the dialect's own.
  init(dialect: Dialect, operation: String? = nil) {
    self.dialect = dialect
    self.operation = operation
  }

  /// The sources that may have drawn the mask of a tensor of that shape.
  ///
  /// Left out is what draws the same as another in a program's first call: `AlphaDropout`, types on
  /// the CPU, `torch.bernoulli` of a tensor, and `split-n`.
  public static func all(for shape: [Int]) -> [MaskSource] {
    Dialect.all.flatMap { $0.sources(for: shape) }
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
    call.type = dialect.options[.type]
    return call
  }

  /// Whether the mask of a shorter tensor is the beginning of a longer one's.
  var drawsPrefixes: Bool {
    let drawsAll = operation.map { $0.contains("<") || $0.contains(">") } ?? true
    let spreads = [Dialect.torchCUDA.family, Dialect.flashAttention.family]
    return drawsAll && !spreads.contains(dialect.family) && dialect.options[.isPartitionable]
  }
}

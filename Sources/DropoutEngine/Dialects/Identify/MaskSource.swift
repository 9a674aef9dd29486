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

  /// A dialect's own operation.
  public init(of dialect: Dialect) { self.init(dialect: dialect) }

  /// The sources that may have drawn the mask of a tensor of that shape.
  ///
  /// Left out is what draws the same as another in a program's first call: `AlphaDropout`, types on
  /// the CPU, `torch.bernoulli` of a tensor, and `split-n`.
  public static func all(for shape: [Int]) -> [MaskSource] {
    Dialect.all.flatMap { $0.sources(for: shape) }
  }

  /// The same behind so many words of the generator, where the dialect's has words.
  ///
  /// - Parameter onlyPyTorch: whether the words are those of PyTorch's generator alone.
  func skipping(words: Int, onlyPyTorch: Bool = false) -> MaskSource {
    guard words > 0, !onlyPyTorch || dialect.family.hasPrefix("torch"),
      dialect.takes.contains(where: { $0.name == "skip-words" })
    else { return self }
    return MaskSource(dialect: dialect.with(.skipWords, words), operation: operation)
  }

  /// The first mask of a program; nil where the framework refuses the seed.
  public func mask(shape: [Int], rate: Rate, seed: Seed) -> Mask? {
    guard var generator = try? dialect.generator(seed: seed) else { return nil }
    let call = call(shape: shape, rate: rate)
    return generator.mask(call) ?? Mask(repeating: true, count: call.count)
  }

  /// The call that draws a mask.
  ///
  /// - Parameter site: which layer in which call asks.
  package func call(
    shape: [Int], rate: Rate, at site: DrawSite = DrawSite(call: 1, layer: 0)
  ) -> MaskCall {
    var call = MaskCall(shape: shape, rate: rate, at: site)
    call.operation = operation.flatMap { dialect.operations[$0] } ?? .standard
    call.type = dialect.options[.type]
    return call
  }

  /// Whether the mask of a shorter tensor is the beginning of a longer one's.
  var drawsPrefixes: Bool {
    let drawsAll = operation.map { $0.contains("<") || $0.contains(">") } ?? true
    let spreads = [Dialect.torchCUDA.family, Dialect.flashAttention.family]
    // MLX and tinygrad pair the words of the two halves of a draw.
    let pairs = [Dialect.mlx.family, Dialect.tinygrad.family]
    return drawsAll && !(spreads + pairs).contains(dialect.family)
      && dialect.options[.isPartitionable]
  }

  /// How many independent draws decide about a mask, and how many of them kept; nil where its elements
  /// contradict each other.
  ///
  /// - Parameter known: the elements that are known; nil for all.
  func draws(of mask: Mask, known: Mask?, shape: [Int], rate: Rate) -> MaskDraws? {
    let noise = call(shape: shape, rate: rate).noiseShape
    let size = max(1, mask.count / max(1, noise.reduce(1, *)))
    if size == 1 {
      guard let known else { return MaskDraws(kept: mask.kept, of: mask.count) }
      let kept = zip(mask.words, known.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
      return MaskDraws(kept: kept, of: known.kept)
    }
    // A channel is a run of elements: the axes that share a draw are the last ones.
    var draws = MaskDraws(kept: 0, of: 0)
    for start in stride(from: 0, to: mask.count, by: size) {
      var decision: Bool?
      for element in start..<start + size where known?[element] ?? true {
        if let decision, decision != mask[element] { return nil }
        decision = mask[element]
      }
      guard let decision else { continue }
      draws.of += 1
      if decision { draws.kept += 1 }
    }
    return draws
  }
}

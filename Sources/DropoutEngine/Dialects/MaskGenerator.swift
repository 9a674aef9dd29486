/// Draws masks as one framework does, bit for bit.
///
/// A generator lives for a whole session and is a value: a copy is a snapshot, and goes on from
/// where it was taken. Layers and calls share it and must ask in the order in which they run.
public protocol MaskGenerator: Sendable {
  /// Draws the mask of one dropout layer in one call.
  ///
  /// - Returns: the mask, or nil where the framework draws nothing because everything is kept.
  mutating func mask(_ call: MaskCall) -> Mask?

  /// Draws the mask and multiplies with it, for callers that need no mask.
  ///
  /// - Parameters:
  ///   - values: the activations, as many as `call` has elements.
  ///   - scale: what survivors are multiplied by besides.
  ///   - product: as many; overwritten with the result.
  mutating func drop(
    _ values: [Float], by call: MaskCall, scale: Float, into product: inout [Float])

  /// Goes on to where ``mask(_:)`` would end, without the mask.
  ///
  /// Constant time for counter-based dialects and `torch-mkl`, logarithmic for `numpy`; `torch` and
  /// `numpy-legacy` have to pass over every word.
  mutating func skip(_ call: MaskCall)

  /// What the generator would give next, to prove what was consumed.
  var upcoming: UpcomingDraws { get }
}

extension MaskGenerator {
  /// Draws the mask, and then multiplies.
  public mutating func drop(
    _ values: [Float], by call: MaskCall, scale: Float, into product: inout [Float]
  ) {
    product.store(values, times: mask(call), scale: scale)
  }

  /// Draws the mask of `count` elements with the framework's dropout.
  public mutating func mask(count: Int, rate: Rate, at site: DrawSite) -> Mask? {
    mask(MaskCall(shape: [count], rate: rate, at: site))
  }
}

/// What a generator would give next; golden files call it `after`.
public enum UpcomingDraws: Sendable, Hashable {
  /// Four words of MT19937.
  case words32([UInt32])
  /// Four words of MT19937 without their top bits, as PyTorch hands them out.
  case words31([UInt32])
  /// Two words of PCG64.
  case words64([UInt64])
  /// The offset of a CUDA generator.
  case offset(UInt64)
  /// The key that a JAX program began with; keys are never used up.
  case key(UInt32, UInt32)
  /// Nothing: masks are a function of seed and site.
  case stateless
}

extension MersenneTwister {
  /// The next four words, without drawing them.
  var upcoming: [UInt32] {
    var copy = self
    return (0..<4).map { _ in copy.next() }
  }
}

/// Draws masks as one framework does, bit for bit.
///
/// A generator lives for a whole session and is a value: a copy is a snapshot, and goes on from
/// where it was taken. Layers and calls share it and must ask in the order in which they run.
public protocol MaskGenerator: Sendable {
  /// Tells the layers of a forward call before the first of them asks: compiled graphs draw for all of
  /// their layers when they start.
  mutating func prepare(_ calls: [MaskCall])

  /// Draws the mask of one dropout layer in one call.
  ///
  /// - Returns: the mask, or nil where the framework draws nothing because everything is kept.
  mutating func mask(_ call: MaskCall) -> Mask?

  /// Multiplies while it draws, where the generator can do that faster than one after the other.
  ///
  /// - Parameters:
  ///   - values: the activations, as many as `call` has elements.
  ///   - scale: what survivors are multiplied by besides.
  ///   - product: as many; overwritten with the result.
  /// - Returns: whether it was done; otherwise nothing was drawn, either.
  mutating func drop(
    _ values: [Float], by call: MaskCall, scale: Float, into product: inout [Float]
  ) -> Bool

  /// Goes on to where ``mask(_:)`` would end, without the mask.
  ///
  /// Constant time for counter-based dialects and `torch-mkl`, logarithmic for `numpy`; `torch` and
  /// `numpy-legacy` have to pass over every word.
  mutating func skip(_ call: MaskCall)

  /// Draws a factor for each element of a call, normal with mean 1.
  ///
  /// - Parameter sd: the standard deviation.
  /// - Returns: nil where the dialect defines none; nothing is drawn then.
  mutating func factors(_ call: MaskCall, sd: Double) -> [Float]?

  /// Goes on to where ``factors(_:sd:)`` would end.
  mutating func skipFactors(_ call: MaskCall)

  /// What the generator would give next, to prove what was consumed.
  var upcoming: UpcomingDraws { get }
}

extension MaskGenerator {
  /// Most draw first, and multiply after that.
  public mutating func drop(
    _ values: [Float], by call: MaskCall, scale: Float, into product: inout [Float]
  ) -> Bool { false }

  /// Most draw when they are asked.
  public mutating func prepare(_ calls: [MaskCall]) {}

  /// None.
  public mutating func factors(_ call: MaskCall, sd: Double) -> [Float]? { nil }

  /// Nothing.
  public mutating func skipFactors(_ call: MaskCall) {}

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
  /// The seed and the count of calls of each layer; nil for one without a generator.
  case states([LayerState?], nextDefault: UInt32?)
  /// What TensorFlow's generators give next.
  case tensorFlow(TensorFlowDraws)
  /// How many elements were drawn.
  case counter(UInt64)
  /// How many draws a stream of keys has given.
  case count(UInt64)
  /// Nothing: masks are a function of seed and site.
  case stateless
}

/// What TensorFlow's generators give next.
public struct TensorFlowDraws: Sendable, Hashable {
  /// The next two seeds of ops without one of their own.
  public var opSeeds: [UInt32] = []
  /// The next float32 uniforms of the kernels of ops with seeds, by seed.
  public var uniforms: [Kernel] = []
  /// The counter of a `tf.random.Generator`, low half and high, and its key.
  public var state: [UInt64] = []

  /// Nothing.
  public init() {}

  /// A kernel's next uniforms.
  public struct Kernel: Sendable, Hashable {
    /// The op's seed as it was given.
    public var opSeed: String
    /// Four of them.
    public var next: [Float]

    /// Both fields.
    public init(opSeed: String, next: [Float]) {
      self.opSeed = opSeed
      self.next = next
    }
  }
}

/// What a layer of Keras draws its next mask from.
public struct LayerState: Sendable, Hashable {
  /// The layer's seed.
  public var seed: Int64
  /// How many calls it drew for.
  public var count: Int

  /// Both fields.
  public init(seed: Int64, count: Int) {
    self.seed = seed
    self.count = count
  }
}

/// One mask that is asked for: everything that its bits may depend on besides dialect and seed.
public struct MaskCall: Sendable, Hashable {
  /// The shape of the tensor that dropout is applied to.
  public var shape: [Int]
  /// The probability of dropping.
  public var rate: Rate
  /// Which of the framework's ways to draw a mask this is.
  public var operation: MaskOperation = .standard
  /// The tensor's element type; most dialects draw the same for all.
  public var type: ElementType = .float32
  /// Axes along which one draw holds for all elements: `broadcast_dims` of Flax, negative ones
  /// counted from the end.
  public var broadcastAxes: [Int] = []
  /// Whether a 1 is what the rate is the chance of: the seeds of blocks that are dropped.
  public var asksForSeeds = false
  /// The seed of the op itself, where it has one beside the program's.
  public var opSeed: WholeNumber?
  /// Whether XLA compiles it.
  public var isCompiled = false
  /// How many elements the tensor begins behind an address that all vectors may begin at.
  public var storageOffset = 0
  /// What an attention kernel said that it draws from, where that is known.
  public var philox: PhiloxState?
  /// The number of the first element, where a kernel of the user's gives one.
  public var offset: Int64 = 0
  /// Whether elements are numbered by 64 bits.
  public var hasWideOffsets = false
  /// Which layer in which call asks.
  public var site: DrawSite

  /// A call of the dialect's own operation.
  public init(shape: [Int], rate: Rate, at site: DrawSite) {
    self.shape = shape
    self.rate = rate
    self.site = site
  }

  /// How many elements the mask has.
  public var count: Int { shape.reduce(1, *) }

  /// The chance of a 1.
  var keep: Double { asksForSeeds ? rate.value : rate.keep }

  /// Whether words are drawn for it, as PyTorch and Keras do it: else all is certain beforehand.
  public var isDrawn: Bool {
    switch operation {
    case .native, .belowKeep, .aboveRate, .notBelowRate, .bernoulliTensor, .bernoulliInPlace,
      .belowKeepFloat32:
      true
    case .evaluation: false
    case .decisions: rate.value > 0
    default: !isCertain
    }
  }

  /// Whether a person compared or drew without a layer, where a rate of 0 or 1 is like any other.
  var isByHand: Bool { operation == .notBelowRate || operation == .bernoulliInPlace }

  /// Whether PyTorch and Flax return before anything is drawn: nothing is dropped, or everything.
  var isCertain: Bool { rate.value == 0 || rate.value == 1 }

  /// The mask of a call that ``isCertain``; nil where everything is kept.
  var certainMask: Mask? { rate.value == 0 ? nil : Mask(repeating: asksForSeeds, count: count) }

  /// The shape that is drawn: the tensor's own, but 1 along axes that share a draw.
  ///
  /// `Dropout1d` to `3d` and `FeatureAlphaDropout` draw one number for each sample and channel, the
  /// first two axes; `dropout1d` of two axes and `dropout3d` of four take them for one sample's
  /// (dialects.md 4.3).
  var noiseShape: [Int] {
    var noise = shape
    switch operation {
    case .channels(let spatialAxes):
      let isOneSample = spatialAxes != 2 && shape.count == spatialAxes + 1
      for axis in shape.indices.dropFirst(isOneSample ? 1 : 2) { noise[axis] = 1 }
    case .featureAlpha:
      for axis in shape.indices.dropFirst(2) { noise[axis] = 1 }
    default:
      for axis in broadcastAxes { noise[axis < 0 ? axis + shape.count : axis] = 1 }
    }
    return noise
  }

  /// How many axes the operation takes, where the shape has another number of them.
  var neededAxes: String? {
    let axes = shape.count
    return switch operation {
    case .channels(let spatial) where spatial == 1: 2...3 ~= axes ? nil : "2 or 3"
    case .channels, .featureAlpha: axes >= 2 ? nil : "2 or more"
    default: nil
    }
  }
}

/// The ways in which frameworks, and people by hand, draw a dropout mask (dialects.md 3 and 4).
public enum MaskOperation: Sendable, Hashable {
  /// The framework's dropout layer in training; for NumPy, which has none, its binomial.
  case standard
  /// The layer in evaluation: nothing is drawn.
  case evaluation
  /// The uniform draw of the framework's default width, kept when below `keep`.
  case belowKeep
  /// NumPy's float32 draw, kept when below `keep`.
  case belowKeepFloat32
  /// `torch.rand(shape) > rate`.
  case aboveRate
  /// `torch.rand(shape) >= rate`.
  case notBelowRate
  /// `torch.bernoulli(torch.full(shape, keep))`.
  case bernoulliTensor
  /// `Dropout1d`, `Dropout2d`, `Dropout3d`: whole channels.
  case channels(spatialAxes: Int)
  /// `AlphaDropout`.
  case alpha
  /// `FeatureAlphaDropout`.
  case featureAlpha
  /// `torch.native_dropout(x, rate, True)`.
  case native
  /// `Tensor.bernoulli_(keep)` by hand, whatever keep is.
  case bernoulliInPlace
  /// `nn.Dropout(rate, inplace=True)`.
  case inPlace
  /// `bernoulli_` on a tensor that was made for it: drawn also where everything falls, in C order.
  case decisions
  /// Dropout of a tensor whose axes are stored in reverse order; shape and mask are logical.
  case transposed
  /// Dropout of a tensor with gaps between its elements in memory.
  case sliced
}

/// The element types of a tensor.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  case float32, float64, float16, bfloat16

  /// Bytes of one element.
  var size: Int {
    switch self {
    case .float32: 4
    case .float64: 8
    case .float16, .bfloat16: 2
    }
  }
}

/// What PyTorch's CPU generators share: MT19937 seeded with the low 32 bits of the seed, and the
/// ways in which layers and people draw from it (dialects.md 4).
///
/// Nothing is drawn in evaluation, for rates 0 and 1, and where there is no element.
protocol TorchCPU: MaskGenerator {
  var twister: MersenneTwister { get set }

  /// `Tensor.bernoulli_(keep)`: the noise of all dropout layers.
  mutating func bernoulli(count: Int, keep: Double) -> Mask

  /// The words that ``bernoulli(count:keep:)`` takes.
  static func words(count: Int) -> Int

  /// Whether noise is drawn in the order of the input in memory, not of its axes.
  static var followsMemory: Bool { get }
}

extension TorchCPU {
  mutating func mask(_ call: MaskCall) -> Mask? {
    let keep = call.keep
    guard call.count > 0 else { return nil }
    switch call.operation {
    case .evaluation: return nil
    case .native: return bernoulli(count: call.count, keep: keep)
    case .belowKeep, .bernoulliTensor:
      return twister.mask24(count: call.count, test: .below(Float(keep), bits: 24))
    case .aboveRate:
      return twister.mask24(count: call.count, test: .above(Float(call.rate.value)))
    case .decisions where call.rate.value > 0:
      return bernoulli(count: call.count, keep: keep)
    default: break
    }
    if call.isCertain { return call.certainMask }
    let noise = call.noiseShape
    let drawn = bernoulli(count: noise.reduce(1, *), keep: keep)
    return call.operation == .transposed && Self.followsMemory
      ? Mask(transposed: drawn, shape: call.shape) : Mask(drawn, of: noise, over: call.shape)
  }

  mutating func skip(_ call: MaskCall) { twister.skip(words: words(of: call)) }

  private func words(of call: MaskCall) -> Int {
    switch call.operation {
    case _ where call.count == 0: 0
    case .evaluation: 0
    case .native: Self.words(count: call.count)
    case .decisions where call.rate.value > 0: Self.words(count: call.count)
    case .belowKeep, .bernoulliTensor, .aboveRate: call.count
    case _ where call.isCertain: 0
    default: Self.words(count: call.noiseShape.reduce(1, *))
    }
  }

  var upcoming: UpcomingDraws { .words31(twister.upcoming.map { $0 & 0x7fff_ffff }) }
}

extension Seed {
  /// What `torch.manual_seed` makes of the seed; nil for what it refuses.
  var torch: UInt64? {
    guard case .number(let number) = self else { return nil }
    return number.wrapped
  }
}

extension DialectOption<Int> {
  /// Words of PyTorch's CPU generator that were drawn before, by initialisation for one.
  public static var skipWords: Self {
    .number(
      "skip-words", help: "words drawn before the first mask, by initialisation.", standard: 0,
      in: 0...WordsDrawn.most)
  }
}

extension Dialect {
  /// The seeds of `torch.manual_seed`, for messages.
  static let torchSeeds = "\(Int64.min) to \(UInt64.max)"

  /// What PyTorch draws on the CPU, under the names of golden files and their longer forms.
  static let torchOperations: [String: MaskOperation] = [
    "dropout": .standard, "dropout-eval": .evaluation, "dropout-transposed": .transposed,
    "dropout1d": .channels(spatialAxes: 1), "dropout2d": .channels(spatialAxes: 2),
    "dropout3d": .channels(spatialAxes: 3), "alpha": .alpha, "feature-alpha": .featureAlpha,
    "native": .native, "rand>rate": .aboveRate, "rand<keep": .belowKeep,
    "bernoulli(tensor)": .bernoulliTensor,
  ]

  /// Operations that drop whole channels, where a shape has any.
  static func channelOperations(_ shape: [Int]) -> [String] {
    switch shape.count {
    case 2: ["dropout1d"]
    case 3: ["dropout1d", "dropout2d"]
    case 4: ["dropout2d", "dropout3d"]
    case 5: ["dropout3d"]
    default: []
    }
  }
}

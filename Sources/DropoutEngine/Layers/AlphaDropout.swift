/// PyTorch's `AlphaDropout`, for networks of SELU: dropped elements take the lower limit of SELU,
/// and a scale and a shift bring mean 0 and variance 1 back (G. Klambauer et al.,
/// "Self-normalizing neural networks", 2017).
public struct AlphaDropout: DropoutKind {
  /// The only one.
  public init() {}

  /// `alpha`.
  public var name: String { "alpha" }

  /// `element`.
  public var unit: (one: String, many: String) { ("element", "elements") }

  /// `alpha`.
  public var word: String { name }

  /// In training.
  public var repair: Repair { .affine }

  /// Keras draws other bits for it than for its dropout.
  public func request(for call: MaskCall) -> MaskCall {
    var request = call
    request.operation = .alpha
    return request
  }

  /// In training, whatever the mode.
  public func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
    .selfNormalizing(rate: rate, phase: phase)
  }

  /// `a`.
  public func formula(mode: Mode, phase: Phase) -> String? { phase == .train ? "a" : nil }
}

/// PyTorch's `FeatureAlphaDropout`: the same with a decision for each channel of each sample, the
/// first two axes.
public struct FeatureAlphaDropout: DropoutKind {
  /// The only one.
  public init() {}

  /// `feature-alpha`.
  public var name: String { "feature-alpha" }

  /// `channel`.
  public var unit: (one: String, many: String) { ("channel", "channels") }

  /// `alpha channel`.
  public var word: String { "alpha channel" }

  /// In training.
  public var repair: Repair { .affine }

  /// A decision a channel.
  public var law: DrawLaw { .groups }

  /// PyTorch's words, where it looks.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    let draws = phase == .train && rate.value > 0 && rate.value < 1
    if draws, shape.count < 2 { throw .noChannels }
  }

  /// A map a channel.
  public func picture(of shape: [Int]) -> KindPicture {
    shape.count > 2 ? .maps(.channels(shape.count)) : .units
  }

  /// Samples and channels.
  public func drawnShape(for shape: [Int]) -> [Int] {
    shape.enumerated().map { axis, extent in axis < 2 ? extent : 1 }
  }

  /// In training, whatever the mode.
  public func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
    .selfNormalizing(rate: rate, phase: phase)
  }

  /// `a`.
  public func formula(mode: Mode, phase: Phase) -> String? { phase == .train ? "a" : nil }
}

extension DropoutEffect {
  /// SELU's lower limit, -λα.
  static let seluLimit = -1.7580993408473766

  /// That of `AlphaDropout`: dropped elements take φ = -λα, and a y + b with
  /// a = 1/√((φ²p + 1)(1 - p)), b = -a φ p follows. With p = 1 all is x · 0, not the limit of that.
  static func selfNormalizing(rate: Rate, phase: Phase = .train) -> DropoutEffect {
    guard phase == .train else { return DropoutEffect(draws: false, keep: 1, scale: 1) }
    guard rate.value > 0, rate.keep > 0 else {
      return DropoutEffect(draws: true, keep: rate.keep, scale: 1)
    }
    let fill = seluLimit
    let scale = 1 / ((fill * fill * rate.value + 1) * rate.keep).squareRoot()
    return DropoutEffect(
      draws: true, keep: rate.keep, fill: fill, scale: scale, shift: -(fill * scale) * rate.value)
  }
}

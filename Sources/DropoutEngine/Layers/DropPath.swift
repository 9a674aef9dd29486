/// Stochastic depth: drops what a residual branch adds, for whole samples or for the whole batch
/// (G. Huang et al., "Deep networks with stochastic depth", 2016); timm's `DropPath`, torchvision's
/// `StochasticDepth`.
public struct DropPath: DropoutKind {
  /// Whether one decision holds for the whole batch.
  public var isByBatch = false
  /// Whether the expectation is put right as the mode says; timm has it without.
  public var isScaled = true

  /// A decision a sample, scaled.
  public init() {}

  /// `droppath`.
  public var name: String { "droppath" }

  /// As it is dropped.
  public var source: String { "what the branch puts out" }

  /// `path`.
  public var unit: (one: String, many: String) { ("path", "paths") }

  /// `drops whole branches`.
  public var deed: String? {
    "drops whole branches: \(isByBatch ? "all samples take" : "a sample takes") the short cut"
  }

  /// `mode` and `scaled`.
  public var settings: [(name: String, value: String)] {
    (isByBatch ? [("mode", "batch")] : []) + (isScaled ? [] : [("scaled", "false")])
  }

  /// `mode`: row or batch; `scaled`: true or false.
  public mutating func set(_ option: String, to text: String) throws(KindError) {
    switch option {
    case "mode":
      guard ["batch", "row"].contains(text) else {
        throw .choice("droppath mode", text, "batch", "row")
      }
      isByBatch = text == "batch"
    case "scaled":
      guard let value = Bool(text) else {
        throw .choice("droppath scaled", text, "true", "false")
      }
      isScaled = value
    default: throw .noOption(option, kind: name)
    }
  }

  /// As the mode says, or not at all.
  public var repair: Repair { isScaled ? .byMode : .unscaled }

  /// A decision a sample, or one.
  public var law: DrawLaw { .groups }

  /// Samples.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    try need(1...64, shape, "one axis or more, of samples")
  }

  /// A branch.
  public func picture(of shape: [Int]) -> KindPicture {
    shape.count > 1 && !isByBatch ? .branch : .units
  }

  /// Samples, or one for all.
  public func drawnShape(for shape: [Int]) -> [Int] {
    shape.enumerated().map { axis, extent in axis == 0 && !isByBatch ? extent : 1 }
  }

  /// By `bernoulli_`.
  public func request(for call: MaskCall) -> MaskCall { decisions(for: call) }

  /// Drops to zero.
  public func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
    isScaled
      ? DropoutEffect(rate: rate, mode: mode, phase: phase)
      : DropoutEffect(unscaled: rate, phase: phase)
  }

  /// None, unless it scales.
  public func formula(mode: Mode, phase: Phase) -> String? {
    isScaled ? ElementDropout().formula(mode: mode, phase: phase) : nil
  }
}

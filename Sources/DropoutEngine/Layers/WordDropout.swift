/// Dropout of whole tokens of (N, T, H): flair's `WordDropout`, which scales in no phase, or Keras'
/// dropout with the noise shape (N, T, 1), which does.
public struct WordDropout: DropoutKind {
  /// Whether the expectation is put right as the mode says.
  public var isScaled = false

  /// flair's.
  public init() {}

  /// `word`.
  public var name: String { "word" }

  /// `word`.
  public var unit: (one: String, many: String) { ("word", "words") }

  /// `drops whole words`.
  public var deed: String? { "drops whole words, all their features" }

  /// `scaled`.
  public var settings: [(name: String, value: String)] { isScaled ? [("scaled", "true")] : [] }

  /// `scaled`: true or false.
  public mutating func set(_ option: String, to text: String) throws(KindError) {
    guard option == "scaled" else { throw .noOption(option, kind: name) }
    guard let value = Bool(text) else { throw .choice("word scaled", text, "true", "false") }
    isScaled = value
  }

  /// None, unless it scales.
  public var repair: Repair { isScaled ? .byMode : .unscaled }

  /// A decision a word.
  public var law: DrawLaw { .groups }

  /// Samples, tokens and features.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    try need(3...3, shape, "three axes: samples, tokens, features")
  }

  /// Words down and features across.
  public func picture(of shape: [Int]) -> KindPicture {
    guard shape.count == 3 else { return .units }
    return .sheets(
      PictureAxes(samples: 0, down: [1], across: [2], rows: "words", columns: "features"))
  }

  /// Samples and tokens.
  public func drawnShape(for shape: [Int]) -> [Int] { Array(shape.dropLast()) + [1] }

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

extension DropoutEffect {
  /// Dropping to zero, and nothing else.
  init(unscaled rate: Rate, phase: Phase) {
    self.init(draws: phase == .train, keep: phase == .train ? rate.keep : 1, scale: 1)
  }
}

/// Dropout of attention weights after the softmax, (N, heads, queries, keys), so that rows no longer
/// sum to 1: PyTorch's `MultiheadAttention` and `scaled_dot_product_attention`, Flax's attention.
///
/// Flax by default shares one mask of (queries, keys) between all samples and heads.
public struct AttentionDropout: DropoutKind {
  /// Whether samples and heads share one mask.
  public var isShared = false

  /// A decision a weight.
  public init() {}

  /// `attention`.
  public var name: String { "attention" }

  /// As it is dropped.
  public var source: String { "a weight behind the softmax" }

  /// `weight`.
  public var unit: (one: String, many: String) { ("weight", "weights") }

  /// `attention`.
  public var word: String { name }

  /// `drops single weights`.
  public var deed: String? { "drops single weights: a row no longer sums to 1" }

  /// `share`.
  public var settings: [(name: String, value: String)] { isShared ? [("share", "all")] : [] }

  /// `share`: none or all.
  public mutating func set(_ option: String, to text: String) throws(KindError) {
    guard option == "share" else { throw .noOption(option, kind: name) }
    guard ["none", "all"].contains(text) else {
      throw .choice("attention share", text, "none", "all")
    }
    isShared = text == "all"
  }

  /// A decision a weight, or one for those of all samples and heads.
  public var law: DrawLaw { isShared ? .groups : .elements }

  /// Queries and keys.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    try need(2...64, shape, "two axes or more, the last of them queries and keys")
  }

  /// A tile a head, queries down and keys across.
  public func picture(of shape: [Int]) -> KindPicture {
    let axes = shape.count
    guard 2...4 ~= axes else { return .units }
    return .sheets(
      PictureAxes(
        samples: axes > 2 ? 0 : nil, tiles: axes == 4 ? 1 : nil, down: [axes - 2],
        across: [axes - 1], rows: axes == 4 ? "heads" : "queries", columns: "keys"))
  }

  /// As the tensor, or queries and keys.
  public func drawnShape(for shape: [Int]) -> [Int] {
    guard isShared else { return shape }
    return shape.enumerated().map { axis, extent in axis < shape.count - 2 ? 1 : extent }
  }

  /// What a row of weights sums to after dropout.
  public static func rowSum(of weights: some Sequence<Float>, effect: DropoutEffect) -> Expectation
  {
    var (sum, squares) = (0.0, 0.0)
    for weight in weights {
      sum += Double(weight)
      squares += Double(weight) * Double(weight)
    }
    let keep = effect.keep
    return Expectation(
      mean: effect.scale * keep * sum,
      sd: abs(effect.scale) * (keep * (1 - keep) * squares).squareRoot())
  }
}

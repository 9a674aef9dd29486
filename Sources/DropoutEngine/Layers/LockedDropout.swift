/// Locked, or variational, dropout: one decision for a feature over all times of a sequence
/// (Y. Gal and Z. Ghahramani, "A theoretically grounded application of dropout in recurrent neural
/// networks", 2016); fastai's `RNNDropout`, flair's and torchnlp's `LockedDropout`.
///
/// Tensors are (N, T, H), or (T, N, H) where time comes first.
public struct LockedDropout: DropoutKind {
  /// Whether the axis of times stands before that of samples.
  public var isTimeFirst = false

  /// Batch first.
  public init() {}

  /// `locked`.
  public var name: String { "locked" }

  /// `feature`.
  public var unit: (one: String, many: String) { ("feature", "features") }

  /// `locked`.
  public var word: String { name }

  /// `drops a feature at all times of a sequence`.
  public var deed: String? { "drops a feature at all times of a sequence" }

  /// A decision a feature of a sequence.
  public var law: DrawLaw { .groups }

  /// `layout`.
  public var settings: [(name: String, value: String)] {
    isTimeFirst ? [("layout", "time-first")] : []
  }

  /// `layout`: batch-first or time-first.
  public mutating func set(_ option: String, to text: String) throws(KindError) {
    guard option == "layout" else { throw .noOption(option, kind: name) }
    guard ["batch-first", "time-first"].contains(text) else {
      throw .choice("locked layout", text, "batch-first", "time-first")
    }
    isTimeFirst = text == "time-first"
  }

  /// Samples, times and features.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {
    try need(3...64, shape, "three axes or more: samples, times, features")
  }

  /// Times down and features across.
  public func picture(of shape: [Int]) -> KindPicture {
    guard shape.count > 2 else { return .units }
    return .sheets(
      PictureAxes(
        samples: isTimeFirst ? 1 : 0, down: [isTimeFirst ? 0 : 1],
        across: Array(2..<shape.count), rows: "times", columns: "features"))
  }

  /// All but the times.
  public func drawnShape(for shape: [Int]) -> [Int] {
    shape.enumerated().map { axis, extent in axis == (isTimeFirst ? 0 : 1) ? 1 : extent }
  }

  /// By `bernoulli_`.
  public func request(for call: MaskCall) -> MaskCall { decisions(for: call) }
}

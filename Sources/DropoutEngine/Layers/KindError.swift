/// Why a kind of dropout does not take a tensor, a rate or an option: one sentence each, in the
/// library's own words where it has some.
public enum KindError: Error, Equatable, CustomStringConvertible {
  /// No kind has that name.
  case unknown(String)
  /// A kind without such an option.
  case noOption(String, kind: String)
  /// What is no `option=value`.
  case setting(String, kind: String)
  /// An option without such a value.
  case value(String, has: String, needs: String)
  /// Whole channels of what has none.
  case noChannels
  /// `Dropout1d` of another number of axes than it takes.
  case dropout1d(axes: Int)
  /// A kind that needs another number of axes.
  case axes(kind: String, has: Int, needs: String)
  /// Factors of an infinite spread.
  case noSpread(rate: Double)
  /// A block without a middle.
  case evenBlock(Int)
  /// A chance of a block's seed that is none.
  case seedChance(Double)

  /// The sentence.
  public var description: String {
    switch self {
    case .unknown(let name):
      "there is no kind '\(Self.cut(name))'; it may be "
        + DropoutKinds.all.map(\.name).joined(separator: ", ")
    case .noOption(let option, let kind): "kind \(kind) has no option '\(Self.cut(option))'"
    case .setting(let text, let kind):
      "'\(Self.cut(text))' is no option of kind \(kind); options are given as name=value"
    case .value(let option, let has, let needs):
      "\(option) has to be \(needs), but got \(Self.cut(has))"
    case .noChannels: "Feature dropout requires at least 2 dimensions in the input"
    case .dropout1d(let axes):
      "dropout1d: Expected 2D or 3D input, but received a \(axes)D input. Note that dropout1d "
        + "exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel "
        + "dimension, and an optional batch dimension (i.e. 2D or 3D inputs)."
    case .axes(let kind, let has, let needs):
      "\(kind) takes \(needs), but the shape has \(has) \(has == 1 ? "axis" : "axes")"
    case .noSpread(let rate): "gaussian dropout needs a rate below 1, but got \(Self.number(rate))"
    case .evenBlock(let size): "block size has to be odd, but got \(size)"
    case .seedChance(let chance):
      "the chance of a block's seed has to be between 0 and 1, but got \(Self.number(chance))"
    }
  }

  private static func cut(_ text: String) -> String {
    text.count <= 60 ? text : "\(text.prefix(57))…"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}

/// Something that happened between calls, pinned to a call.
public struct Annotation: Sendable, Equatable {
  /// The call it belongs to: for a change, the first call it holds for.
  public var number: Int
  /// What happened.
  public var kind: Kind

  /// What can happen between calls.
  public enum Kind: Sendable, Equatable {
    /// A setting changed; `what` is `mode`, `phase`, `rate`, `seed` or `dialect`, `layer` names the
    /// layer whose rate it was.
    case change(what: String, layer: String?, from: String, to: String)
    /// Someone marked the call.
    case mark(text: String)
  }

  /// Both fields.
  public init(number: Int, kind: Kind) {
    self.number = number
    self.kind = kind
  }
}

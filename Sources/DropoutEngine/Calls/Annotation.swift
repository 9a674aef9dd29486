/// Something that happened between calls, pinned to a call.
public struct Annotation: Sendable, Equatable {
  /// The call it belongs to: for a change, the first call it holds for.
  public var number: Int
  /// What happened.
  public var kind: Kind

  /// What can happen between calls.
  public enum Kind: Sendable, Equatable {
    /// A setting changed.
    case change(Change)
    /// Someone marked the call.
    case mark(text: String)
    /// `calls` calls from this one on have no record, or `masks` masks were left out.
    case skipped(calls: Int, masks: Int, why: String)
    /// What cannot be seen, at a site or anywhere.
    case note(site: String?, text: String)
    /// A person accepted a finding.
    case accepted(rule: String, site: String?, why: String)
  }

  /// Both fields.
  public init(number: Int, kind: Kind) {
    self.number = number
    self.kind = kind
  }
}

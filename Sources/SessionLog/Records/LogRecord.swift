public import DropoutEngine

/// One line of a session log.
///
/// `ms` is the time since the session started, in milliseconds.
public enum LogRecord: Sendable, Equatable {
  /// What holds for the whole session; always the first record, and the only one of its kind.
  case session(SessionRecord)
  /// A site was seen for the first time.
  case site(SiteHeader)
  /// One forward call. Its ``DropoutEngine/ForwardCall/tensors`` are not written and read as nil.
  case call(ForwardCall, ms: Int)
  /// Sites of call `n` ran again after its record was written, in backward.
  case recompute(n: Int, ms: Int, sites: [SiteCall])
  /// A change, a mark, or what else is pinned to a call.
  case annotation(Annotation, ms: Int)
  /// The calls from `n` on, and what was pinned to them, are replaced by what follows.
  case rewind(n: Int, ms: Int)
  /// The session ended after call `n`.
  case end(n: Int, ms: Int, reason: String)

  /// When it was written, since the session started; nil for what has no time.
  public var milliseconds: Int? {
    switch self {
    case .session, .site: nil
    case .call(_, let ms), .recompute(_, let ms, _), .annotation(_, let ms), .rewind(_, let ms),
      .end(_, let ms, _):
      ms
    }
  }
}

public import DropoutEngine

/// One line of a session log.
///
/// `ms` is the time since the session started, in milliseconds.
public enum LogRecord: Sendable, Equatable {
  /// What holds for the whole session; always the first record, and the only one of its kind.
  case session(SessionRecord)
  /// One forward call. Its ``DropoutEngine/ForwardCall/tensors`` are not written and read as nil.
  case call(ForwardCall, ms: Int)
  /// A setting changed; `n` is the first call that the new value holds for.
  ///
  /// `what` is `mode`, `phase`, `rate`, `seed` or `dialect`; `layer` names the layer when the rate
  /// of a single one changed.
  case change(n: Int, ms: Int, what: String, layer: String?, from: String, to: String)
  /// Someone marked call `n`.
  case mark(n: Int, ms: Int, text: String)
  /// The calls from `n` on, and what was pinned to them, are replaced by what follows.
  case rewind(n: Int, ms: Int)
  /// The session ended after call `n`.
  case end(n: Int, ms: Int, reason: String)
}

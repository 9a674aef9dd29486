import Interface

/// A timeline as the screen drives it, on the worker's thread: it takes one request at a time, and
/// works in slices so that a new order is never kept waiting.
protocol TimelineSession {
  /// Seconds until there is work to do: 0 at once, nil not before the next effect.
  var idleTime: Double? { get }

  /// Takes an effect on. Every request is answered by exactly one `arrived`, now or from ``work``;
  /// a cancel is a request to make do with what has been reached.
  mutating func perform(_ effect: Effect, post: (Event) -> Void)

  /// Works for a slice, or until it is interrupted.
  mutating func work(until isInterrupted: () -> Bool, post: (Event) -> Void)

  /// Ends a recording when the person leaves.
  mutating func end(reason: String, post: (Event) -> Void)
}

/// What a session takes from the world around it; a test puts its own in its place.
package struct Surroundings: Sendable {
  /// Seconds on a clock that never goes back.
  package var now: @Sendable () -> Double
  /// The date and the time in UTC, as ISO 8601.
  package var date: @Sendable () -> String
  /// A seed that nobody chose.
  package var seed: @Sendable () -> UInt64
  /// The program that records, with its version.
  package var app: String

  package init(
    app: String, now: @escaping @Sendable () -> Double, date: @escaping @Sendable () -> String,
    seed: @escaping @Sendable () -> UInt64 = { .random(in: 0..<100_000) }
  ) {
    self.app = app
    self.now = now
    self.date = date
    self.seed = seed
  }
}

/// How many draws kept over a session's training calls, against what their rates say.
///
/// Each call has its own rate, so that a session whose rate was changed is judged fairly: with n
/// draws of chance q to keep, (Σk - Σnq) / √(Σnqp) has mean 0 and standard deviation 1.
public struct KeptTally: Sendable, Equatable {
  /// How many draws kept. A count; as a double it holds 2^53 of them, and no log can overflow it.
  public private(set) var kept = 0.0
  /// How many draws there were: of the drawn shape, where several elements share one.
  public private(set) var drawn = 0.0
  /// Σ n q.
  public private(set) var expected = 0.0
  /// Σ n q p.
  public private(set) var variance = 0.0

  /// No calls yet.
  public init() {}

  /// Takes a call in which something was drawn.
  public mutating func add(kept: Int, drawn: Int, rate: Double) {
    let keep = 1 - rate
    self.kept += Double(kept)
    self.drawn += Double(drawn)
    expected += Double(drawn) * keep
    variance += Double(drawn) * keep * rate
  }

  /// Takes the calls of another tally, too.
  public mutating func add(_ other: KeptTally) {
    kept += other.kept
    drawn += other.drawn
    expected += other.expected
    variance += other.variance
  }

  /// The share of draws that kept; nil where there were none.
  public var share: Double? { drawn > 0 ? kept / drawn : nil }

  /// How many standard deviations the sum lies above what is expected; nil where no rate leaves
  /// anything to chance.
  public var sigma: Double? { variance > 0 ? (kept - expected) / variance.squareRoot() : nil }
}

/// A number that chance moves: where theory expects it, and how far from there it usually lies.
public struct Expectation: Sendable, Equatable {
  /// The mean over masks.
  public var mean: Double
  /// The standard deviation over masks: 0 where chance moves nothing, nil where it is not known.
  public var sd: Double?

  /// Both fields.
  public init(mean: Double, sd: Double?) {
    self.mean = mean
    self.sd = sd
  }

  /// The mean and standard deviation of a binomial distribution.
  ///
  /// - Parameter keep: the chance of each of `count` draws.
  public static func binomial(count: Double, keep: Double) -> Expectation {
    Expectation(mean: count * keep, sd: (count * keep * (1 - keep)).squareRoot())
  }

  /// How many standard deviations a measured number lies above the mean; nil where chance moves
  /// nothing, or it is not known how far.
  public func sigma(of measured: Double) -> Double? {
    guard let sd, sd > 0 else { return nil }
    return (measured - mean) / sd
  }
}

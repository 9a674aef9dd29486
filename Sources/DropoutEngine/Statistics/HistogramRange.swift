/// The axis that the three stages of a layer share: `low...high`, cut into equal bins.
public struct HistogramRange: Sendable, Hashable {
  /// Lower edge of the first bin.
  public var low: Double
  /// Upper edge of the last bin.
  public var high: Double

  /// An axis from `low` to `high`.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

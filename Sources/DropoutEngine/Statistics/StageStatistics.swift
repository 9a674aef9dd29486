/// What is known of a layer's tensor at one stage of a forward call: moments and a histogram.
///
/// Counts cover every element, batch included: the bins, `below`, `above`, `nan` and `inf` add up
/// to the size of the tensor. Moments are of the finite values and nil when there are none.
public struct StageStatistics: Sendable, Equatable {
  /// Mean of the finite values.
  public var mean: Double?
  /// Population standard deviation of the finite values.
  public var sd: Double?
  /// Smallest finite value.
  public var min: Double?
  /// Largest finite value.
  public var max: Double?
  /// Exact zeros of either sign; they stand in a bin, too.
  public var zeros: Int
  /// NaN elements.
  public var nan: Int
  /// Infinities of either sign.
  public var inf: Int
  /// Finite values below the histogram's range.
  public var below: Int
  /// Finite values above the histogram's range.
  public var above: Int
  /// Counts over equal bins of the range: half open, but for the last, which is closed.
  public var bins: [Int]

  /// All fields, as read from a log or computed from a tensor.
  public init(
    mean: Double?, sd: Double?, min: Double?, max: Double?,
    zeros: Int, nan: Int, inf: Int, below: Int, above: Int, bins: [Int]
  ) {
    self.mean = mean
    self.sd = sd
    self.min = min
    self.max = max
    self.zeros = zeros
    self.nan = nan
    self.inf = inf
    self.below = below
    self.above = above
    self.bins = bins
  }

  /// The number of elements counted.
  public var size: Int { bins.reduce(below + above + nan + inf, +) }
}

/// A stage's histogram brought to the columns of a plot: its zeros taken out, which are told as
/// shares, and what lies beyond the axis counted apart.
package struct HistogramColumns: Equatable {
  /// Counts, in proportion to how much of a bin a column covers.
  package private(set) var counts: [Double]
  /// Values beyond the ends of the axis.
  package private(set) var below = 0
  package private(set) var above = 0

  /// - Parameters:
  ///   - range: what the stage's bins cover.
  ///   - axis: what the columns cover.
  package init(
    _ stage: StageStatistics, _ range: HistogramRange, onto axis: HistogramRange, columns: Int
  ) {
    counts = Array(repeating: 0, count: max(0, columns))
    guard
      let spread = HistogramColumns.spread(
        HistogramColumns.withoutZeros(stage, range), range, onto: axis, columns: columns)
    else { return }
    counts = spread.counts
    below = HistogramColumns.whole(spread.below, stage.below)
    above = HistogramColumns.whole(spread.above, stage.above)
  }

  /// Bins brought to columns of another axis, each spread evenly over what it covers, and what lies
  /// beyond its ends; nil where either has no width.
  package static func spread(
    _ bins: [Double], _ range: HistogramRange, onto axis: HistogramRange, columns: Int
  ) -> (counts: [Double], below: Double, above: Double)? {
    var counts = [Double](repeating: 0, count: max(0, columns))
    let width = (range.high - range.low) / Double(max(1, bins.count))
    let step = (axis.high - axis.low) / Double(max(1, columns))
    guard width > 0, width.isFinite, step > 0, step.isFinite, columns > 0 else { return nil }
    var outside = (below: 0.0, above: 0.0)
    for (index, count) in bins.enumerated() where count > 0 {
      let low = (range.low + Double(index) * width - axis.low) / step
      let high = low + width / step
      let share = count / (high - low)
      outside.below += share * max(0, min(0, high) - low)
      outside.above += share * max(0, high - max(Double(columns), low))
      let first = max(0, min(low, Double(columns)))
      let last = max(0, min(high, Double(columns)))
      var column = Int(first)
      while column < columns, Double(column) < last {
        counts[column] += share * (min(last, Double(column + 1)) - max(first, Double(column)))
        column += 1
      }
    }
    return (counts, outside.below, outside.above)
  }

  private static func whole(_ spread: Double, _ counted: Int) -> Int {
    let sum = (spread + Double(max(0, counted))).rounded()
    return Int(exactly: min(sum, 1e15)) ?? 0
  }

  /// The bins without the exact zeros.
  package static func withoutZeros(_ stage: StageStatistics, _ range: HistogramRange) -> [Double] {
    var bins = stage.bins.map { Double(max(0, $0)) }
    let span = range.high - range.low
    guard !bins.isEmpty, range.low <= 0, range.high >= 0, span > 0, span.isFinite else {
      return bins
    }
    let index = min(bins.count - 1, Int(-range.low / span * Double(bins.count)))
    bins[index] = max(0, bins[index] - Double(max(0, stage.zeros)))
    return bins
  }
}

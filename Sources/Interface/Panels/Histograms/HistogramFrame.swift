import DropoutEngine

/// What the three plots share: columns, the tallest count, and whether a row is kept for outliers.
struct HistogramFrame {
  let range: HistogramRange
  let columns: Int
  /// The largest count of any column of any stage, zeros aside.
  let peak: Double
  /// Whether any stage has values that no bin holds: they get the first row.
  let hasOutliers: Bool
  let barRows: Int

  init(_ layer: Stages, plotWidth: Int, plotHeight: Int) {
    range = layer.range
    let stages = [layer.before, layer.masked, layer.after]
    let bins = stages.map(\.bins.count).max() ?? 0
    let columns = HistogramColumns.count(bins: min(bins, 1 << 20), room: plotWidth)
    self.columns = columns
    peak =
      stages.flatMap {
        HistogramColumns.resample(HistogramColumns.withoutZeros($0, layer.range), to: columns)
      }.max() ?? 0
    hasOutliers = stages.contains { $0.below > 0 || $0.above > 0 || $0.nan > 0 || $0.inf > 0 }
    barRows = max(0, plotHeight - (hasOutliers && plotHeight > 1 ? 1 : 0))
  }

  /// The column of a value on the axis; nil outside.
  func column(of value: Double) -> Int? {
    let share = (value - range.low) / (range.high - range.low)
    guard share >= 0, share <= 1, columns > 0 else { return nil }
    return min(columns - 1, Int(share * Double(columns)))
  }
}

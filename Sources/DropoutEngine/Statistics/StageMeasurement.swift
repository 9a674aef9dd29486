/// Measures the three stages of a layer on the axis that they share.
struct StageMeasurement {
  /// The stages' statistics, in order.
  let before: StageStatistics
  let masked: StageStatistics
  let after: StageStatistics

  /// - Parameter axis: the axis of the layer, which follows the values.
  init(before: [Float], masked: [Float], after: [Float], axis: inout HistogramAxis) {
    let meters = [StageMeter(before), StageMeter(masked), StageMeter(after)]
    Self.widen(&axis, over: meters)
    self.before = meters[0].statistics(on: axis)
    self.masked = meters[1].statistics(on: axis)
    self.after = meters[2].statistics(on: axis)
  }

  /// A stage that has the very values of another is measured once.
  ///
  /// - Parameters:
  ///   - after: what `applied` makes of `before`.
  ///   - axis: the axis of the layer, which follows the values.
  init(
    before: [Float], by applied: AppliedDropout, after: [Float], axis: inout HistogramAxis
  ) {
    let first = StageMeter(before)
    let last = applied.isIdentity ? first : StageMeter(after)
    let second =
      applied.keepsMasked
      ? last
      : applied.isDrawn ? StageMeter(Stretches(masked: before, by: applied)) : first
    Self.widen(&axis, over: [first, second, last])
    self.before = first.statistics(on: axis)
    self.after = applied.isIdentity ? self.before : last.statistics(on: axis)
    masked =
      applied.keepsMasked
      ? self.after : applied.isDrawn ? second.statistics(on: axis) : self.before
  }

  private static func widen(_ axis: inout HistogramAxis, over meters: [StageMeter]) {
    axis.cover(
      low: meters.compactMap(\.smallest).min(), high: meters.compactMap(\.largest).max())
  }
}

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

  /// Lets an axis follow the values of all stages.
  static func widen(_ axis: inout HistogramAxis, over meters: [StageMeter]) {
    axis.cover(
      low: meters.compactMap(\.smallest).min(), high: meters.compactMap(\.largest).max())
  }
}

/// Runs the mask and the scale over an activation and measures the three stages.
struct StageMeasurement {
  /// The stages' statistics, in order.
  let before: StageStatistics
  let masked: StageStatistics
  let after: StageStatistics

  /// - Parameters:
  ///   - before: the activation.
  ///   - mask: nil keeps everything.
  ///   - scale: the factor of the last stage.
  ///   - axis: the axis of the layer, which follows the values.
  ///   - after: is overwritten with the activation after the scale.
  init(
    before: [Float], mask: Mask?, scale: Float, axis: inout HistogramAxis, after: inout [Float]
  ) {
    var masked = before
    if let mask { masked.multiply(by: mask) }
    after = masked
    if scale != 1 { after.multiply(by: scale) }
    let meters = [StageMeter(before), StageMeter(masked), StageMeter(after)]
    axis.cover(
      low: meters.compactMap(\.smallest).min(), high: meters.compactMap(\.largest).max())
    self.before = meters[0].statistics(on: axis)
    self.masked = meters[1].statistics(on: axis)
    self.after = meters[2].statistics(on: axis)
  }
}

extension StageMeasurement {
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
      : applied.isDrawn ? StageMeter(applied.maskedStretches(of: before)) : first
    Self.widen(&axis, over: [first, second, last])
    self.before = first.statistics(on: axis)
    self.after = applied.isIdentity ? self.before : last.statistics(on: axis)
    masked =
      applied.keepsMasked
      ? self.after : applied.isDrawn ? second.statistics(on: axis) : self.before
  }
}

extension AppliedDropout {
  /// Stage *masked* of a tensor, a stretch at a time, which stays in the nearest memory.
  fileprivate func maskedStretches(of values: [Float]) -> Stretches {
    Stretches(count: values.count) { body in withMasked(values, body) }
  }
}

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

extension Array where Element == Float {
  /// Multiplies every element by its 0 or 1.
  mutating func multiply(by mask: Mask) {
    precondition(mask.count == count, "a mask covers the whole tensor")
    let whole = count / 8 * 8
    let words = mask.words
    withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      let lanes = SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128)
      let one = SIMD8<Int32>(repeating: Int32(bitPattern: Float(1).bitPattern))
      for index in stride(from: 0, to: whole, by: 8) {
        let byte = Int32(truncatingIfNeeded: words[index / 64] &>> UInt64(index % 64) & 0xff)
        // All ones where the bit is set: comparing integer lanes would go one by one.
        let kept = (0 &- (lanes & byte)) &>> 31
        let factor = unsafeBitCast(kept & one, to: SIMD8<Float>.self)
        store(vector(base + index) * factor, base + index)
      }
    }
    for index in whole..<count { self[index] *= mask[index] ? 1 : 0 }
  }

  /// Multiplies every element by one factor.
  mutating func multiply(by factor: Float) {
    for index in indices { self[index] *= factor }
  }
}

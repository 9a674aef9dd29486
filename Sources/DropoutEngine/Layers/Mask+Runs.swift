internal import CMaskKernels

/// Drawn shapes that decide about whole runs of memory: (N, C, 1, 1), (N, 1), (1, 1).
enum SharedRun {
  /// How many elements in a row hang on one decision; nil where the shared axes are not the last.
  static func length(of drawnShape: [Int], over shape: [Int]) -> Int? {
    var length = 1
    var isShared = true
    for (drawn, extent) in zip(drawnShape, shape).reversed() {
      if drawn != extent {
        guard isShared else { return nil }
        length *= extent
      } else if extent != 1 {
        isShared = false
      }
    }
    return length
  }
}

extension AppliedDropout {
  /// The last stage of a tensor whose decisions hold for runs of elements, without a mask of it.
  ///
  /// - Parameter run: how many elements in a row hang on one decision.
  static func apply(
    _ values: [Float], runs run: Int, decisions: Mask, effect: DropoutEffect,
    into result: inout [Float]
  ) {
    precondition(values.count == decisions.count * run && result.count == values.count, "sizes")
    let scale = Float(effect.scale)
    let offsets = Self.offsets(of: effect)
    let adds = offsets != (0, 0)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        guard let from = values.baseAddress, let to = result.baseAddress else { return }
        for decision in 0..<decisions.count {
          let isKept = decisions[decision]
          let factor = isKept ? scale : 0
          let start = decision * run
          if adds {
            let offset = isKept ? offsets.kept : offsets.dropped
            for place in start..<start + run { to[place] = from[place] * factor + offset }
          } else if run < ones.count {
            for place in start..<start + run { to[place] = from[place] * factor }
          } else {
            multiply(from + start, by: factor, into: to + start, count: run)
          }
        }
      }
    }
  }

  /// Words that keep all: so many elements are worth a kernel's vectors.
  private static let ones = [UInt64](repeating: .max, count: 64)

  /// A product by one number, with the vectors of this processor.
  private static func multiply(
    _ values: UnsafePointer<Float>, by factor: Float, into product: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    ones.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return }
      let size = 64 * words.count
      for start in stride(from: 0, to: count, by: size) {
        MaskKernels.best.product(
          base, values + start, factor, product + start, min(size, count - start))
      }
    }
  }
}

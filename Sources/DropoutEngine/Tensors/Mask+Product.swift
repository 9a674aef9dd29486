internal import CMaskKernels

/// An activation times a mask times a scale.
///
/// One product an element, with 0 or the scale: as the mask is 0 or 1 and the scale finite, that is
/// `x * m * scale` to the bit, NaN, infinities and the sign of zero included.
extension Array where Element == Float {
  /// Multiplies every element by its 0 or 1, and by the scale.
  mutating func multiply(by mask: Mask, scale: Float = 1) {
    precondition(mask.count == count, "a mask covers the whole tensor")
    withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      mask.multiply(base, scale: scale, into: base)
    }
  }

  /// The product, in storage of its own.
  func multiplied(by mask: Mask, scale: Float) -> [Float] {
    precondition(mask.count == count, "a mask covers the whole tensor")
    return withUnsafeBufferPointer { values in
      Array(unsafeUninitializedCapacity: count) { product, initialized in
        initialized = values.count
        guard let from = values.baseAddress, let to = product.baseAddress else { return }
        mask.multiply(from, scale: scale, into: to)
      }
    }
  }

  /// Overwrites every element with the product of another array's.
  mutating func store(_ values: [Float], times mask: Mask, scale: Float) {
    precondition(mask.count == values.count && values.count == count, "a mask covers all")
    withUnsafeMutableBufferPointer { product in
      values.withUnsafeBufferPointer { values in
        guard let from = values.baseAddress, let to = product.baseAddress else { return }
        mask.multiply(from, scale: scale, into: to)
      }
    }
  }

  /// Multiplies every element by one factor.
  mutating func multiply(by factor: Float) {
    for index in indices { self[index] *= factor }
  }

  /// Multiplies every element by a factor of its own.
  mutating func multiply(by factors: [Float]) {
    precondition(factors.count == count, "there is a factor for every element")
    withUnsafeMutableBufferPointer { values in
      factors.withUnsafeBufferPointer { factors in
        for index in values.indices { values[index] *= factors[index] }
      }
    }
  }

  /// Adds one number to kept elements and another to dropped ones.
  mutating func add(kept: Float, dropped: Float, by mask: Mask) {
    precondition(mask.count == count, "a mask covers the whole tensor")
    withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      mask.add(kept: kept, dropped: dropped, at: 0, count: mask.count, to: base)
    }
  }
}

extension Mask {
  fileprivate func multiply(
    _ values: UnsafePointer<Float>, scale: Float, into product: UnsafeMutablePointer<Float>
  ) {
    multiply(values, at: 0, count: count, scale: scale, into: product)
  }

  /// Multiplies a stretch of a tensor.
  ///
  /// - Parameter start: where it begins, a multiple of 64.
  func multiply(
    _ values: UnsafePointer<Float>, at start: Int, count: Int, scale: Float,
    into product: UnsafeMutablePointer<Float>
  ) {
    words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return }
      MaskKernels.best.product(base + start / 64, values, scale, product, count)
    }
  }

  /// Adds one number to kept elements of a stretch and another to dropped ones: four by four from a
  /// table of all that four bits may say, as comparing lanes of whole numbers would go one by one.
  ///
  /// - Parameter start: where it begins, a multiple of 64.
  func add(
    kept: Float, dropped: Float, at start: Int, count: Int, to values: UnsafeMutablePointer<Float>
  ) {
    let addends = (0..<64).map { ($0 / 4) >> ($0 % 4) & 1 == 1 ? kept : dropped }
    words.withUnsafeBufferPointer { words in
      addends.withUnsafeBufferPointer { addends in
        for first in stride(from: 0, to: count, by: 64) {
          let word = words[(start + first) / 64]
          let size = min(64, count - first)
          var place = 0
          while place + 4 <= size {
            let row = Int(truncatingIfNeeded: word &>> UInt64(place) & 15) * 4
            for lane in 0..<4 { values[first + place + lane] += addends[row + lane] }
            place += 4
          }
          while place < size {
            values[first + place] += word &>> UInt64(place) & 1 == 1 ? kept : dropped
            place += 1
          }
        }
      }
    }
  }
}

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
    for index in indices { self[index] *= factors[index] }
  }

  /// Adds one number to kept elements and another to dropped ones.
  mutating func add(kept: Float, dropped: Float, by mask: Mask) {
    precondition(mask.count == count, "a mask covers the whole tensor")
    for index in indices {
      let isKept = mask.words[index / 64] >> UInt64(index % 64) & 1 == 1
      self[index] += isKept ? kept : dropped
    }
  }
}

extension Mask {
  fileprivate func multiply(
    _ values: UnsafePointer<Float>, scale: Float, into product: UnsafeMutablePointer<Float>
  ) {
    words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return }
      MaskKernels.best.product(base, values, scale, product, count)
    }
  }
}

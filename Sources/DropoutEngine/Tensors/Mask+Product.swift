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

  /// Overwrites every element with the product of another array's; without a mask all are kept.
  mutating func store(_ values: [Float], times mask: Mask?, scale: Float) {
    guard let mask else {
      self = values
      return multiply(by: scale)
    }
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

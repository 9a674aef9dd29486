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
}

extension Mask {
  /// Four bits at a time choose four factors from a table.
  fileprivate func multiply(
    _ values: UnsafePointer<Float>, scale: Float, into product: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: 16) { table in
      for bits in 0..<16 {
        let factors = (0..<4).map { bits >> $0 & 1 == 1 ? scale : 0 }
        table.initializeElement(at: bits, to: SIMD4(factors))
      }
      guard let factors = table.baseAddress else { return }
      for (index, word) in words.enumerated() {
        let start = 64 * index
        if start + 64 <= count {
          Self.multiply64(values + start, word, factors, product + start)
        } else {
          for bit in 0..<count - start {
            product[start + bit] = values[start + bit] * (word >> UInt64(bit) & 1 == 1 ? scale : 0)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func multiply64(
    _ values: UnsafePointer<Float>, _ word: UInt64, _ factors: UnsafePointer<SIMD4<Float>>,
    _ product: UnsafeMutablePointer<Float>
  ) {
    for four in 0..<16 {
      let bits = Int(truncatingIfNeeded: word &>> UInt64(4 * four) & 15)
      let value = UnsafeRawPointer(values + 4 * four).loadUnaligned(as: SIMD4<Float>.self)
      UnsafeMutableRawPointer(product + 4 * four)
        .storeBytes(of: value * factors[bits], as: SIMD4<Float>.self)
    }
  }
}

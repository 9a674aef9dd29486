/// The elements of a layer that gradients pass through.
enum OpenElements {
  /// Indices of the elements that a ReLU lets through (NaN among them) and a mask keeps, in order.
  ///
  /// Half of the elements are open, in no order: a branch on each would cost more than the products
  /// that follow. So they become bits first, 64 a word, and only set bits are walked.
  @inline(__always)
  static func list<Scalar: NetworkScalar>(_ before: [Scalar], mask: Mask?) -> [Int] {
    let words = mask?.words ?? []
    precondition(mask.map { $0.count == before.count } ?? true, "a mask covers the whole tensor")
    return [Int](unsafeUninitializedCapacity: before.count) { list, count in
      before.withUnsafeBufferPointer { before in
        guard let to = list.baseAddress, let from = before.baseAddress else { return }
        for start in stride(from: 0, to: before.count, by: 64) {
          var word = bits(from + start, count: min(64, before.count - start))
          if !words.isEmpty { word &= words[start / 64] }
          while word != 0 {
            to[count] = start &+ word.trailingZeroBitCount
            count &+= 1
            word &= word &- 1
          }
        }
      }
    }
  }

  /// Bit `i` is set where element `i` is not zero or less; up to 64 elements.
  @inline(__always)
  private static func bits<Scalar: NetworkScalar>(
    _ values: UnsafePointer<Scalar>, count: Int
  ) -> UInt64 {
    var word: UInt64 = 0
    var index = 0
    while index &+ 8 <= count {
      word |= Scalar.openBits(of: vector(values + index)) &<< UInt64(index)
      index &+= 8
    }
    while index < count {
      if !(values[index] <= 0) { word |= 1 &<< UInt64(index) }
      index &+= 1
    }
    return word
  }
}

/// Gathers the signs of vectors of integers into the bits of a word.
///
/// Integer lanes are compared through the sign of a difference: at the default x86-64 target a
/// comparison of vectors goes lane by lane, and none is needed.
struct SignBits {
  private var lanes = SIMD8<UInt32>.zero

  /// Puts the signs of eight numbers, lane 0 first, at bits `8 * place` and up; `place` is 0 to 3.
  @inline(__always)
  mutating func add(_ numbers: SIMD8<UInt32>, place: UInt32) {
    let signs = unsafeBitCast(numbers, to: SIMD8<Int32>.self) &>> 31
    let weights = SIMD8<UInt32>(1, 2, 4, 8, 16, 32, 64, 128) &<< (8 * place)
    lanes |= unsafeBitCast(signs, to: SIMD8<UInt32>.self) & weights
  }

  /// The 32 bits.
  @inline(__always)
  var word: UInt64 {
    UInt64(lanes.joined)
  }
}

extension SIMD8<UInt32> {
  /// The bitwise or of all lanes.
  @inline(__always)
  var joined: UInt32 {
    let four = lowHalf | highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1]
  }

  /// Whether any lane has its top bit set.
  @inline(__always)
  var anySign: Bool { joined >> 31 == 1 }
}

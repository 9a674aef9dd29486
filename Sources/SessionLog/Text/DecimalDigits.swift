/// Decimal digits of integers, two at a time from a table.
enum DecimalDigits {
  /// The most characters an integer of 64 bits takes: 20 digits, or a sign and 19 digits.
  static let longest = 20

  /// The digits of 0...99, the tens in the low half.
  private static let pairs: [UInt16] = (0...99).map { number in
    let zero = UInt16(UInt8(ascii: "0"))
    return zero + UInt16(number / 10) | (zero + UInt16(number % 10)) << 8
  }

  /// Stores the digits of `value` from offset `start` on.
  ///
  /// - Returns: the offset after the last digit.
  @inline(__always)
  static func store(
    _ value: Int, in target: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Int {
    if value >= 0, value < 10 {
      target[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)
      return start + 1
    }
    if value < 0 { target[start] = UInt8(ascii: "-") }
    return store(UInt64(value.magnitude), in: target, at: value < 0 ? start + 1 : start)
  }

  /// Stores the digits of `value` from offset `start` on.
  ///
  /// - Returns: the offset after the last digit.
  static func store(
    _ value: UInt64, in target: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Int {
    let end = start + count(value)
    var at = end
    var rest = value
    pairs.withUnsafeBufferPointer { table in
      while rest >= 10 {
        let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
        at -= 2
        let digits = table[Int(pair)].littleEndian
        target.storeBytes(of: digits, toByteOffset: at, as: UInt16.self)
        rest = quotient
      }
    }
    if at > start { target[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest) }
    return end
  }

  private static func count(_ value: UInt64) -> Int {
    var digits = 1
    var rest = value
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    return digits
  }
}

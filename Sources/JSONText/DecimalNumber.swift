/// Reads decimals as the doubles nearest to them, to the last bit.
///
/// D. Lemire, Number parsing at a gigabyte per second, 2021: the digits times a power of ten, which
/// is known to 128 bits, decide all bits of the result. What is longer than 19 digits, outside of
/// the table, or as small as a subnormal is left to the standard library.
enum DecimalNumber {
  /// Powers of ten in the table. Within them the product of 128 bits decides each case, also the
  /// halfway ones, since a power of five up to 5^55 is exact.
  private static let exponents = -27...55

  /// 5^q from ``exponents``' first, its leading bit in the highest place: exact from 0 on, below it
  /// the reciprocal, rounded up.
  private static let powers: [UInt128] = exponents.map { exponent in
    var power: UInt128 = 1
    for _ in 0..<abs(exponent) { power *= 5 }
    return exponent >= 0 ? power << UInt128(power.leadingZeroBitCount) : reciprocal(of: power)
  }

  /// 2^k / `power` with 128 bits, rounded up.
  private static func reciprocal(of power: UInt128) -> UInt128 {
    var quotient: UInt128 = 0
    var rest: UInt128 = 1
    while quotient.leadingZeroBitCount > 0 {
      rest <<= 1
      quotient <<= 1
      if rest >= power {
        rest -= power
        quotient |= 1
      }
    }
    return quotient + 1
  }

  /// The double at the start of `bytes`, where a number of JSON stands that has been checked; nil
  /// where it must be read another way.
  static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
    var at = 0
    let isNegative = !bytes.isEmpty && bytes[0] == UInt8(ascii: "-")
    if isNegative { at = 1 }
    var digits: UInt64 = 0
    var count = 0
    var exponent = 0
    var point: Int?
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: ".") {
        point = at + 1
      } else if case let digit = byte &- UInt8(ascii: "0"), digit < 10 {
        digits = digits &* 10 &+ UInt64(digit)
        // Zeros in front are no digits.
        if count > 0 || digit > 0 { count += 1 }
      } else {
        break
      }
      at += 1
    }
    guard count <= 19 else { return nil }
    if let point { exponent = point - at }
    if at < bytes.count {
      // What is no exponent is one of the words.
      guard bytes[at] | 0x20 == UInt8(ascii: "e"),
        let written = writtenExponent(bytes, from: at + 1)
      else { return nil }
      exponent += written
    }
    guard let value = double(digits, exponent) else { return nil }
    return isNegative ? -value : value
  }

  private static func writtenExponent(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count, bytes.count - start <= 5 else { return nil }
    let isNegative = bytes[start] == UInt8(ascii: "-")
    var exponent = 0
    for at in (isNegative || bytes[start] == UInt8(ascii: "+") ? start + 1 : start)..<bytes.count {
      exponent = exponent * 10 + Int(bytes[at] &- UInt8(ascii: "0"))
    }
    return isNegative ? -exponent : exponent
  }

  /// `digits` times that power of ten.
  static func double(_ digits: UInt64, _ exponent: Int) -> Double? {
    if digits == 0 { return 0 }
    guard exponents.contains(exponent) else { return nil }
    let zeros = digits.leadingZeroBitCount
    let factor = digits << UInt64(zeros)
    let power = powers[exponent - exponents.lowerBound]
    let low = factor.multipliedFullWidth(by: UInt64(truncatingIfNeeded: power))
    var product = factor.multipliedFullWidth(by: UInt64(truncatingIfNeeded: power >> 64))
    let (sum, carry) = product.low.addingReportingOverflow(low.high)
    product = (product.high &+ (carry ? 1 : 0), sum)

    // 53 bits, and one more to round by.
    let upper = Int(product.high >> 63)
    var bits = product.high >> UInt64(upper + 9)
    // Halfway between two doubles, to the last bit: to the even one.
    if product.low <= 1, (-4...23).contains(exponent), bits & 3 == 1,
      bits << UInt64(upper + 9) == product.high
    {
      bits &= ~1
    }
    bits = (bits + (bits & 1)) >> 1
    // floor(log2(10^exponent)), by a fraction that holds for far larger ones.
    var power2 = (217_706 * exponent) >> 16 + 63 + upper - zeros
    if bits == 1 << 53 {
      bits >>= 1
      power2 += 1
    }
    let biased = power2 + 1023
    guard (1...2046).contains(biased) else { return nil }
    return Double(bitPattern: UInt64(biased) << 52 | bits & (1 << 52 - 1))
  }
}

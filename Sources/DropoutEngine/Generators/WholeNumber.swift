/// A whole number of any size and either sign: NumPy takes seeds beyond 64 bits.
public struct WholeNumber: Sendable, Hashable {
  /// Whether it is below 0.
  public let isNegative: Bool
  /// The 32-bit digits of its magnitude, least significant first; 0 is one digit 0.
  public let digits: [UInt32]

  /// Decimal digits that a number is read with at most; reading takes quadratic time.
  static let longest = 10_000

  /// Reads decimal digits, after a minus sign or none; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let isNegative = text.hasPrefix("-")
    let decimals = text.utf8.dropFirst(isNegative ? 1 : 0)
    guard 1...Self.longest ~= decimals.count else { return nil }
    var digits: [UInt32] = [0]
    for character in decimals {
      let decimal = character &- UInt8(ascii: "0")
      guard decimal < 10 else { return nil }
      var carry = UInt64(decimal)
      for index in digits.indices {
        let product = UInt64(digits[index]) * 10 + carry
        digits[index] = UInt32(truncatingIfNeeded: product)
        carry = product >> 32
      }
      if carry > 0 { digits.append(UInt32(carry)) }
    }
    self.digits = digits
    self.isNegative = isNegative && digits != [0]
  }

  /// The same value.
  public init(_ value: UInt64) {
    isNegative = false
    let high = UInt32(value >> 32)
    digits = [UInt32(truncatingIfNeeded: value)] + (high > 0 ? [high] : [])
  }

  /// The magnitude, where it fits 64 bits.
  var magnitude: UInt64? {
    guard digits.count <= 2 else { return nil }
    return digits.reversed().reduce(0) { $0 << 32 | UInt64($1) }
  }

  /// The value, where it is in 0...2^64-1.
  var unsigned: UInt64? { isNegative ? nil : magnitude }

  /// The value modulo 2^64, where it is in -2^63...2^64-1: the range of `torch.manual_seed`.
  var wrapped: UInt64? {
    guard let magnitude, !isNegative || magnitude <= 1 << 63 else { return nil }
    return isNegative ? 0 &- magnitude : magnitude
  }
}

extension WholeNumber: CustomStringConvertible {
  /// Decimal digits, after a minus sign where it is negative.
  public var description: String {
    var rest = digits
    var groups: [String] = []
    repeat {
      var remainder: UInt64 = 0
      for index in rest.indices.reversed() {
        let value = remainder << 32 | UInt64(rest[index])
        rest[index] = UInt32(value / 1_000_000_000)
        remainder = value % 1_000_000_000
      }
      groups.append(String(remainder))
    } while rest.contains { $0 != 0 }
    let padded = groups.dropLast().map { String(repeating: "0", count: 9 - $0.count) + $0 }
    return (isNegative ? "-" : "") + (groups.last ?? "0") + padded.reversed().joined()
  }
}

import PlainText

/// Numbers as short text, without the help of Foundation.
enum Numerals {
  /// About four significant digits in at most eight cells: `0.166`, `12.3`, `1.2e9`; `—` for nil.
  static func short(_ value: Double?) -> String {
    guard let value else { return "—" }
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let magnitude = abs(value)
    if magnitude == 0 { return "0.000" }
    switch magnitude {
    case 0.0005..<10: return decimal(value, 3)
    case 10..<100: return decimal(value, 2)
    case 100..<1000: return decimal(value, 1)
    case 1000..<100_000: return decimal(value, 0)
    default: return scientific(value)
    }
  }

  /// Four decimals where ``short(_:)`` has three: for tables, where neighbours are compared.
  static func fine(_ value: Double) -> String {
    guard value.isFinite else { return short(value) }
    switch abs(value) {
    case 0.00005..<10, 0: return decimal(value, 4)
    case 10..<100: return decimal(value, 3)
    case 100..<1000: return decimal(value, 2)
    default: return short(value)
    }
  }

  /// A factor: `2.00`.
  static func factor(_ value: Double) -> String {
    value.isFinite && abs(value) < 1e6 ? decimal(value, 2) : short(value)
  }

  /// A share in 0...1 as per cent: `62.8%`.
  static func percent(_ share: Double, _ decimals: Int = 1) -> String {
    share.isFinite ? decimal(share * 100, decimals) + "%" : "—"
  }

  /// A value on an axis, with no more decimals than it needs.
  static func tick(_ value: Double) -> String {
    let magnitude = abs(value)
    guard magnitude > 0 else { return "0" }
    guard magnitude.isFinite else { return short(value) }
    guard magnitude >= 0.001, magnitude < 100_000 else { return scientific(value) }
    return shortDecimal(value, 4)
  }

  private static func scientific(_ value: Double) -> String {
    var mantissa = abs(value)
    var exponent = 0
    while mantissa >= 9.95 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 0.995 {
      mantissa *= 10
      exponent -= 1
    }
    return "\(value < 0 ? "-" : "")\(decimal(mantissa, 1))e\(exponent)"
  }
}

extension Numerals {
  /// A whole number with commas between thousands: `12,000`.
  static func grouped(_ value: Int) -> String { PlainText.grouped(value) }

  /// How many standard deviations: `+1.2σ`, `+641σ`; at most seven cells.
  static func sigma(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    let magnitude = abs(value)
    if magnitude < 0.05 { return "+0.0σ" }
    let digits = magnitude < 99.95 ? decimal(magnitude, 1) : decimal(min(magnitude, 99_999), 0)
    return (value < 0 ? "−" : "+") + digits + "σ"
  }
}

import DropoutEngine
import PlainText

/// Numbers as a page tells them: the same digits everywhere, and a true minus.
enum NumberText {
  /// A count in full, any other number to four digits.
  static func value(_ value: Double?) -> String {
    guard let value else { return "–" }
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞" }
    if value == value.rounded(), abs(value) < 1e12 { return grouped(Int(value)) }
    return minus(digits(value))
  }

  /// `428,544`.
  static func grouped(_ value: Int) -> String {
    minus(PlainText.grouped(value))
  }

  /// `+1.2σ`, `−804σ`.
  static func sigma(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    let places = abs(value) < 99.95 ? 1 : 0
    let size = abs(value) < 1e6 ? decimal(abs(value), places) : digits(abs(value))
    return (value < 0 && size != "0.0" ? "−" : "+") + size + "σ"
  }

  /// `79.9 %`.
  static func percent(_ share: Double?, _ places: Int = 1) -> String {
    guard let share, share.isFinite else { return "–" }
    return minus(decimal(100 * share, places)) + " %"
  }

  /// A ratio, a mean, a factor: `0.9973`.
  static func factor(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    return minus(abs(value) < 100 ? decimal(value, abs(value) < 10 ? 3 : 2) : digits(value))
  }

  /// How likely a healthy session shows as much.
  static func chance(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value < leastChance ? "<1e−300" : minus(digits(value))
  }

  /// `1 call`, `12 calls`.
  static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    "\(grouped(value)) \(value == 1 ? one : many ?? one + "s")"
  }

  private static func minus(_ text: String) -> String {
    String(text.map { $0 == "-" ? "−" : $0 })
  }
}

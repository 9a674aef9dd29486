import PlainText

/// A number to four digits, as a person reads it: `0.1875`, `12.5`, `3.1e-07`; `-` for none.
func digits(_ value: Double?) -> String {
  guard let value else { return "-" }
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
  let magnitude = abs(value)
  guard magnitude >= 0.001, magnitude < 100_000 else {
    var mantissa = value
    var exponent = 0
    while abs(mantissa) >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while abs(mantissa) < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return "\(shortDecimal(mantissa, 2))e\(exponent)"
  }
  let places = magnitude >= 1000 ? 1 : magnitude >= 100 ? 2 : magnitude >= 10 ? 3 : 4
  return shortDecimal(value, places)
}

/// A share of a whole in percent: `49.1%`.
func percent(_ part: Int, of whole: Int) -> String {
  whole > 0 ? decimal(100 * Double(part) / Double(whole), 1) + "%" : "-"
}

/// Text with blanks behind it, up to so many characters.
func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

/// A shape as people say it: `32x128`.
func times(_ shape: [Int]) -> String {
  shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
}

/// A number with so many digits behind the point, 0...9: `decimal(0.16649, 3)` is `0.166`.
///
/// From 1e15 on, where a double holds no such digits, it is the shortest text that reads back as
/// the number; what is no number is `nan`, `inf` or `-inf`.
package func decimal(_ value: Double, _ places: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return value.isNaN ? "nan" : "\(value)" }
  let places = min(max(places, 0), 9)
  let unit = (0..<places).reduce(UInt64(1)) { product, _ in product * 10 }
  // Below 1e24 it may still be past an integer: then the digits that are there end earlier.
  let scaled = (abs(value) * Double(unit)).rounded()
  guard scaled < 0x1p64 else { return "\(value)" }
  let whole = UInt64(scaled)
  let sign = value < 0 && whole != 0 ? "-" : ""
  guard places > 0 else { return "\(sign)\(whole)" }
  let (before, behind) = whole.quotientAndRemainder(dividingBy: unit)
  let fraction = String(behind)
  let zeros = String(repeating: "0", count: places - fraction.count)
  return "\(sign)\(before).\(zeros)\(fraction)"
}

/// A whole number with commas between thousands: `12,000`.
package func grouped(_ value: Int) -> String {
  var text = ""
  for (index, digit) in String(value.magnitude).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text = "," + text }
    text = String(digit) + text
  }
  return value < 0 ? "-" + text : text
}

/// Chances below that are told as less than it: no double tells them from 0 much longer.
package let leastChance = 1e-300

/// The same number without zeros at its end: `0.1875`, `12.5`, `3`.
package func shortDecimal(_ value: Double, _ places: Int) -> String {
  var text = decimal(value, places)
  guard text.contains("."), !text.contains("e") else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}

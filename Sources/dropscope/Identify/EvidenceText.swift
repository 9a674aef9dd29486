import DropoutEngine
import PlainText

extension MatchEvidence {
  /// How much it proves, in one line: bits, streams, matches by chance, and a word for it.
  var line: String {
    let tried = "\(decimal(bits, 1)) bits, \(grouped(self.tried)) streams tried"
    switch strength {
    case .nothing:
      return "\(tried): chance alone gives about \(amount(expected)) "
        + "\(amount(expected) == "1" ? "match" : "matches"): proves nothing\(more)"
    case .weak:
      return "\(tried), \(amount(expected)) matches expected by chance: weak: about 1 in "
        + "\(grouped(Int((1 / expected).rounded()))) that some dialect fits by luck\(more)"
    case .strong: return "\(tried), \(amount(expected)) matches expected by chance: strong"
    case .beyondDoubt:
      return "\(tried), \(amount(expected)) matches expected by chance: beyond doubt"
    }
  }

  private var more: String {
    guard let missing = missingElements else { return "" }
    let elements = missing == 1 ? "element" : "elements"
    return "; \(grouped(missing)) more \(elements) would make it strong"
  }
}

/// A whole number with commas between thousands.
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return number < 0 ? "-" + text : text
}

/// A number that counts by its size: whole from 10 on, else two digits of it.
func amount(_ value: Double) -> String {
  if value >= 10, value < 1e15 { return grouped(Int(value.rounded())) }
  if value >= 0.01 { return shortDecimal(value, value >= 1 ? 1 : value >= 0.1 ? 2 : 3) }
  guard value > 0 else { return "0" }
  // Below what a double holds there is nothing to tell apart.
  var (digits, exponent) = (value, 0)
  while digits < 1 {
    digits *= 10
    exponent -= 1
  }
  if digits >= 9.95 { (digits, exponent) = (1, exponent + 1) }
  return "\(shortDecimal(digits, 1))e\(exponent)"
}

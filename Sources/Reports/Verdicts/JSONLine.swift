import PlainText

/// JSON as it grows: whoever writes opens and closes.
struct JSONLine {
  private(set) var text = ""
  private var needsComma = false

  mutating func raw(_ value: String) {
    if needsComma { text += "," }
    text += value
    needsComma = true
  }

  mutating func key(_ name: String) {
    raw("\"\(name)\":")
    needsComma = false
  }

  mutating func object(_ body: (inout JSONLine) -> Void) { nested("{", "}", body) }

  mutating func array<Element>(
    _ elements: [Element], _ body: (inout JSONLine, Element) -> Void
  ) {
    nested("[", "]") { text in for element in elements { body(&text, element) } }
  }

  private mutating func nested(_ start: String, _ end: String, _ body: (inout JSONLine) -> Void) {
    raw(start)
    needsComma = false
    body(&self)
    text += end
    needsComma = true
  }

  mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }

  mutating func member(_ name: String, _ value: Int?) {
    guard let value else { return }
    key(name)
    raw("\(value)")
  }

  /// A number that JSON cannot hold is left out.
  mutating func member(_ name: String, _ value: Double?) {
    guard let value, value.isFinite else { return }
    key(name)
    raw(value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)")
  }

  /// Also what a terminal would obey is escaped.
  mutating func string(_ value: String) {
    var quoted = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case let scalar where scalar.isPlain: quoted.unicodeScalars.append(scalar)
      default:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    raw(quoted + "\"")
  }
}

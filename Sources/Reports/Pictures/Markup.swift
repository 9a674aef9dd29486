import PlainText

/// HTML, and the SVG in it, as it grows. What is not a literal of the program is escaped, so that no
/// name or text of a log is ever a tag or an attribute.
struct Markup {
  private(set) var text = ""

  /// An attribute: its name, and its value where it has one.
  struct Attribute {
    fileprivate let text: String

    /// Words, from anywhere.
    static func words(_ name: StaticString, _ value: String, limit: Int = 400) -> Attribute {
      Attribute(text: " \(name)=\"\(markup(value, limit: limit))\"")
    }

    /// A literal.
    static func just(_ name: StaticString, _ value: StaticString) -> Attribute {
      Attribute(text: " \(name)=\"\(value)\"")
    }

    static func of(_ value: StaticString) -> Attribute { just("class", value) }

    static func number(_ name: StaticString, _ value: Double) -> Attribute {
      Attribute(text: " \(name)=\"\(shortDecimal(value, 2))\"")
    }

    static func path(_ path: PathData) -> Attribute { Attribute(text: " d=\"\(path.text)\"") }

    /// An attribute without a value.
    static func flag(_ name: StaticString) -> Attribute { Attribute(text: " \(name)") }
  }

  /// An element and what is in it.
  mutating func element(
    _ name: StaticString, _ attributes: Attribute..., body: (inout Markup) -> Void
  ) {
    open(name, attributes)
    body(&self)
    text += "</\(name)>"
  }

  /// An element with words in it.
  mutating func element(
    _ name: StaticString, _ attributes: Attribute..., words: String, limit: Int = 400
  ) {
    open(name, attributes)
    write(words, limit: limit)
    text += "</\(name)>"
  }

  /// An element that holds nothing, in SVG.
  mutating func shape(_ name: StaticString, _ attributes: Attribute...) {
    text += "<\(name)\(attributes.map(\.text).joined())/>"
  }

  /// Words, from anywhere.
  mutating func write(_ words: String, limit: Int = 400) { text += markup(words, limit: limit) }

  /// A literal, tags and all.
  mutating func literal(_ markup: StaticString) { text += "\(markup)" }

  /// A new line of the page's own text.
  mutating func line() { text += "\n" }

  private mutating func open(_ name: StaticString, _ attributes: [Attribute]) {
    text += "<\(name)\(attributes.map(\.text).joined())>"
  }
}

/// The `d` of a path, in numbers alone.
struct PathData {
  private(set) var text = ""
  private var at = (x: Double.nan, y: Double.nan)

  var isEmpty: Bool { text.isEmpty }

  mutating func move(_ x: Double, _ y: Double) {
    text += "M\(short(x)) \(short(y))"
    at = (x, y)
  }

  mutating func line(_ x: Double, _ y: Double) {
    if y == at.y {
      text += "H\(short(x))"
    } else if x == at.x {
      text += "V\(short(y))"
    } else {
      text += "L\(short(x)) \(short(y))"
    }
    at = (x, y)
  }

  mutating func close() { text += "z" }

  /// A line of no length, which a round end makes a dot of the stroke's width.
  mutating func dot(_ x: Double, _ y: Double) { text += "M\(short(x)) \(short(y))h0" }

  /// A stroke of so much to the right, by whole steps, from a place that is told from the last end.
  mutating func dash(_ x: Int, _ y: Int, _ length: Int) {
    if at.x.isNaN {
      text += "M\(x) \(y).5"
    } else {
      text += "m\(x - Int(at.x)) \(y - Int(at.y))"
    }
    text += "h\(length)"
    at = (Double(x + length), Double(y))
  }

  mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    text += "M\(short(x)) \(short(y))h\(short(width))v\(short(height))h\(short(-width))z"
  }

  private func short(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    return shortDecimal(min(max(value, -1e5), 1e5), 1)
  }
}

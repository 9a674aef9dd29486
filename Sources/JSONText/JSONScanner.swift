/// Reads JSON (RFC 8259) value by value, without building a tree.
///
/// The text may come from anyone: every step is checked against the end of the text, depth is
/// bounded, and nothing here can trap. The caller says what it wants next; where something else
/// stands, it gets a ``BrokenLine``.
package struct JSONScanner {
  /// How deep objects and arrays may nest. A log needs five.
  package static let depthLimit = 32

  package let bytes: [UInt8]
  private let start: Int
  package let end: Int
  package var at: Int
  private var depth = 0

  /// A scanner over a part of `bytes`.
  package init(_ bytes: [UInt8], range: Range<Int>) {
    let range = range.clamped(to: 0..<bytes.count)
    self.bytes = bytes
    start = range.lowerBound
    at = start
    end = range.upperBound
  }

  /// The next byte that is not white space, without taking it; nil at the end.
  package mutating func peek() -> UInt8? {
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): at += 1
      default: return bytes[at]
      }
    }
    return nil
  }

  /// Takes `byte` if it comes next, after white space.
  package mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    at += 1
    return true
  }

  /// Takes `null` if it comes next.
  package mutating func takeNull() -> Bool { takeWord("null") }

  /// Makes sure that nothing but white space is left.
  package mutating func finish() throws(BrokenLine) {
    if peek() != nil { throw BrokenLine("something stands after the record's closing brace") }
  }

  /// Reads an object: `body` gets each key and takes its value.
  package mutating func object(
    _ body: (inout JSONScanner, String) throws(BrokenLine) -> Void
  ) throws(BrokenLine) {
    try open(UInt8(ascii: "{"), "an object")
    if !take(UInt8(ascii: "}")) {
      repeat {
        let key = try string()
        guard take(UInt8(ascii: ":")) else { throw unexpected("a colon after a key") }
        try body(&self, key)
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "}")) else { throw unexpected("a comma or a closing brace") }
    }
    depth -= 1
  }

  /// Reads an array of at most `limit` elements: `body` takes each.
  package mutating func array(
    limit: Int, _ body: (inout JSONScanner) throws(BrokenLine) -> Void
  ) throws(BrokenLine) {
    try open(UInt8(ascii: "["), "an array")
    if !take(UInt8(ascii: "]")) {
      var count = 0
      repeat {
        count += 1
        if count > limit { throw BrokenLine("an array has more than \(limit) elements") }
        try body(&self)
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { throw unexpected("a comma or a closing bracket") }
    }
    depth -= 1
  }

  /// Steps over a value of any kind.
  package mutating func skip() throws(BrokenLine) {
    switch peek() {
    case UInt8(ascii: "{"): try object { (scanner, _) throws(BrokenLine) in try scanner.skip() }
    case UInt8(ascii: "["):
      try array(limit: .max) { (scanner) throws(BrokenLine) in
        try scanner.skip()
      }
    case UInt8(ascii: "\""): _ = try stringRange()
    default:
      if takeWord("null") || takeWord("true") || takeWord("false") { return }
      _ = try numberRange()
    }
  }

  /// The error for a place where something else stands than was wanted.
  package func unexpected(_ wanted: String) -> BrokenLine {
    guard at < end else {
      return BrokenLine("it ends where \(wanted) should stand", wanted: wanted)
    }
    return BrokenLine("\(wanted) should stand at byte \(at - start + 1)", wanted: wanted)
  }

  /// Takes a literal such as `null` if it comes next.
  package mutating func takeWord(_ word: StaticString) -> Bool {
    guard peek() == word.utf8Start.pointee, end - at >= word.utf8CodeUnitCount else { return false }
    for index in 0..<word.utf8CodeUnitCount where bytes[at + index] != word.utf8Start[index] {
      return false
    }
    at += word.utf8CodeUnitCount
    return true
  }

  private mutating func open(_ bracket: UInt8, _ kind: String) throws(BrokenLine) {
    guard take(bracket) else { throw unexpected(kind) }
    depth += 1
    if depth > JSONScanner.depthLimit {
      throw BrokenLine("it nests deeper than \(JSONScanner.depthLimit) levels")
    }
  }
}

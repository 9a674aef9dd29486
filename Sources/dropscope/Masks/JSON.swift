import PlainText

/// A JSON value; numbers stay text, so that seeds of any size and all digits of a rate survive.
enum JSON: Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// What kind of value it is, for messages.
  var shown: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let text): String(text.prefix(60))
    case .string(let text): "'\(printable(String(text.prefix(60))))'"
    case .array(let values): "a list of \(values.count)"
    case .object: "an object"
    }
  }
}

/// Reads one JSON value (RFC 8259); the text may come from anyone, and nothing in it can trap.
struct JSONParser {
  /// How deep lists and objects may nest.
  private static let deepest = 32

  private let bytes: [UInt8]
  private var at = 0
  private var depth = 0

  /// Why a text is no JSON.
  struct Problem: Error {
    var line: Int
    var expected: String
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func parse(_ bytes: [UInt8]) throws(Problem) -> JSON {
    var parser = JSONParser(bytes)
    let value = try parser.value()
    if parser.peek() != nil { throw parser.problem("nothing after the value") }
    return value
  }

  private func problem(_ expected: String) -> Problem {
    Problem(line: 1 + bytes[..<at].count { $0 == UInt8(ascii: "\n") }, expected: expected)
  }

  private mutating func peek() -> UInt8? {
    while at < bytes.count {
      guard [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) else { return bytes[at] }
      at += 1
    }
    return nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func value() throws(Problem) -> JSON {
    switch peek() {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    default: break
    }
    let start = at
    while at < bytes.count, isWord(bytes[at]) { at += 1 }
    let word = String(decoding: bytes[start..<at], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case _ where word.first.map { $0.isNumber || $0 == "-" } ?? false && Double(word) != nil:
      return .number(word)
    default:
      at = start
      throw problem("a value")
    }
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "+", "-", ".": true
    default: false
    }
  }

  private mutating func object() throws(Problem) -> [String: JSON] {
    var members: [String: JSON] = [:]
    try open()
    defer { depth -= 1 }
    if take("}") { return members }
    repeat {
      guard peek() == UInt8(ascii: "\"") else { throw problem("a key in quotes") }
      let key = try string()
      guard take(":") else { throw problem("a colon") }
      members[key] = try value()
    } while take(",")
    guard take("}") else { throw problem("a comma or a closing brace") }
    return members
  }

  private mutating func array() throws(Problem) -> [JSON] {
    var values: [JSON] = []
    try open()
    defer { depth -= 1 }
    if take("]") { return values }
    repeat { values.append(try value()) } while take(",")
    guard take("]") else { throw problem("a comma or a closing bracket") }
    return values
  }

  private mutating func open() throws(Problem) {
    at += 1
    depth += 1
    if depth > Self.deepest { throw problem("at most \(Self.deepest) levels") }
  }

  private mutating func string() throws(Problem) -> String {
    at += 1
    var units: [UInt8] = []
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      guard bytes[at] >= 0x20 else { throw problem("a closing quote") }
      if bytes[at] == UInt8(ascii: "\\") {
        units += try escape()
      } else {
        units.append(bytes[at])
        at += 1
      }
    }
    guard at < bytes.count else { throw problem("a closing quote") }
    at += 1
    return String(decoding: units, as: UTF8.self)
  }

  private mutating func escape() throws(Problem) -> [UInt8] {
    let plain: [Character: Character] = [
      "n": "\n", "r": "\r", "t": "\t", "b": "\u{8}", "f": "\u{c}", "\"": "\"", "\\": "\\", "/": "/",
    ]
    guard at + 1 < bytes.count else { throw problem("an escape") }
    let letter = Character(Unicode.Scalar(bytes[at + 1]))
    if let meant = plain[letter] {
      at += 2
      return Array(String(meant).utf8)
    }
    guard letter == "u", let first = unit(at: at + 2) else { throw problem("an escape") }
    at += 6
    if UTF16.isLeadSurrogate(first), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u"), let second = unit(at: at + 2)
    {
      at += 6
      return Array(String(decoding: [first, second], as: UTF16.self).utf8)
    }
    return Array(String(decoding: [first], as: UTF16.self).utf8)
  }

  private func unit(at start: Int) -> UInt16? {
    guard start + 4 <= bytes.count else { return nil }
    return UInt16(String(decoding: bytes[start..<start + 4], as: UTF8.self), radix: 16)
  }
}

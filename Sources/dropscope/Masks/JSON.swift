import JSONText
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

  /// Why a text is no JSON.
  struct Problem: Error {
    /// The line where it was noticed, from 1 on.
    var line: Int
    /// A clause in plain words.
    var reason: String
  }

  /// The one value that a text holds.
  static func parse(_ bytes: [UInt8]) throws(Problem) -> JSON {
    var scanner = JSONScanner(bytes, range: 0..<bytes.count)
    do throws(BrokenLine) {
      let value = try JSON(&scanner)
      if scanner.peek() != nil { throw scanner.unexpected("nothing after the value") }
      return value
    } catch {
      let line = 1 + bytes[..<scanner.at].count { $0 == UInt8(ascii: "\n") }
      throw Problem(line: line, reason: error.wanted.map { "it should have \($0)" } ?? error.reason)
    }
  }

  private init(_ scanner: inout JSONScanner) throws(BrokenLine) {
    switch scanner.peek() {
    case UInt8(ascii: "{"):
      var members: [String: JSON] = [:]
      try scanner.object { (scanner, key) throws(BrokenLine) in
        members[key] = try JSON(&scanner)
      }
      self = .object(members)
    case UInt8(ascii: "["):
      var values: [JSON] = []
      try scanner.array(limit: .max) { (scanner) throws(BrokenLine) in
        values.append(try JSON(&scanner))
      }
      self = .array(values)
    case UInt8(ascii: "\""): self = .string(try scanner.string())
    default:
      if scanner.takeNull() {
        self = .null
      } else if scanner.takeWord("true") {
        self = .bool(true)
      } else if scanner.takeWord("false") {
        self = .bool(false)
      } else {
        self = .number(String(decoding: scanner.bytes[try scanner.numberRange()], as: UTF8.self))
      }
    }
  }
}

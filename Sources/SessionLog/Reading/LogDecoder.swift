import DropoutEngine
import JSONText

/// Turns the lines of a log into records, one by one, and holds what a line may depend on: the
/// session's layers, and the number of the last call.
struct LogDecoder {
  /// The session, once its record was read.
  private(set) var session: SessionRecord?
  /// Whether a layer's `kept` must be what its mask keeps.
  private let checksKept: Bool
  private(set) var shapes = HeaderShapes()
  private var lastCall = 0

  init(checksKept: Bool = true) { self.checksKept = checksKept }

  /// Decodes the line that stands at `range`, without its newline.
  ///
  /// - Returns: nil for a record of a type that this version does not know.
  mutating func decode(_ bytes: [UInt8], range: Range<Int>) throws(BrokenLine) -> LogRecord? {
    let type = try LogDecoder.type(of: JSONScanner(bytes, range: range))
    var scanner = JSONScanner(bytes, range: range)
    guard session != nil || type == "session" else {
      throw BrokenLine("a log begins with a session record")
    }
    let record: LogRecord?
    switch type {
    case "session": record = .session(try begin(&scanner))
    case "call": record = try call(&scanner)
    case "change", "mark", "rewind", "end": record = try EventFields(&scanner).record(type)
    default:
      try scanner.skip()
      record = nil
    }
    try scanner.finish()
    if case .rewind(let n, _) = record { lastCall = min(lastCall, n - 1) }
    return record
  }

  /// The value of the key `t`, which comes first or is looked for.
  private static func type(of line: JSONScanner) throws(BrokenLine) -> String {
    var scanner = line
    if scanner.take(UInt8(ascii: "{")), scanner.peek() == UInt8(ascii: "\""),
      try scanner.string() == "t", scanner.take(UInt8(ascii: ":"))
    {
      return try scanner.string()
    }
    scanner = line
    var type: String?
    try scanner.object { (scanner, key) throws(BrokenLine) in
      if type == nil, key == "t" { type = try scanner.string() } else { try scanner.skip() }
    }
    guard let type else { throw BrokenLine("it has no key t that says what it is") }
    return type
  }

  private mutating func begin(_ scanner: inout JSONScanner) throws(BrokenLine) -> SessionRecord {
    guard session == nil else {
      throw BrokenLine("a second session record; a file holds one session")
    }
    let record = try SessionFields(&scanner).record()
    session = record
    shapes = HeaderShapes(record.header.layers)
    return record
  }

  private mutating func call(_ scanner: inout JSONScanner) throws(BrokenLine) -> LogRecord {
    let (call, ms) = try CallFields(&scanner, shapes: shapes, checksKept: checksKept).record()
    guard call.number > lastCall else {
      throw BrokenLine(
        "call \(call.number) comes after call \(lastCall) with no rewind record in between")
    }
    lastCall = call.number
    return .call(call, ms: ms)
  }
}

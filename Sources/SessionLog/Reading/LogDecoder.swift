import DropoutEngine
import JSONText

/// Turns the lines of a log into records, one by one, and holds what a line may depend on: the
/// sites named so far, and the number of the last call.
struct LogDecoder {
  private var begun: SessionRecord?
  /// Whether a site's `kept` must be what its mask keeps.
  private let checksKept: Bool
  /// Whether the numbers of calls must grow.
  private let checksOrder: Bool
  private let detail: LogDetail
  private(set) var sites = SiteTable()
  private var lastCall = 0
  /// Whether the next record may begin another session.
  var takesNewSession = false

  init(checksKept: Bool = true, checksOrder: Bool = true, detail: LogDetail = .whole) {
    self.detail = detail
    self.checksKept = checksKept
    self.checksOrder = checksOrder
  }

  /// Whether the session's record was read.
  var hasBegun: Bool { begun != nil }

  /// The session, with the sites named so far, once its record was read.
  var session: SessionRecord? {
    guard var session = begun else { return nil }
    session.header.sites = sites.sites
    return session
  }

  /// Decodes the line that stands at `range`, without its newline.
  ///
  /// - Returns: nil for a record of a type that this version does not know.
  mutating func decode(_ bytes: [UInt8], range: Range<Int>) throws(BrokenLine) -> LogRecord? {
    let type = try LogDecoder.type(of: JSONScanner(bytes, range: range))
    var scanner = JSONScanner(bytes, range: range)
    guard begun != nil || type == "session" else {
      throw BrokenLine("a log begins with a session record")
    }
    defer { takesNewSession = false }
    let record: LogRecord?
    switch type {
    case "session": record = .session(try begin(&scanner))
    case "site": record = .site(try site(&scanner))
    case "call": record = try call(&scanner)
    case let type where EventRecord.types.contains(type):
      record = try EventRecord.read(type, &scanner, sites: sites)
    default:
      try scanner.skip()
      record = nil
    }
    try scanner.finish()
    if case .rewind(let n, _) = record { lastCall = min(lastCall, n - 1) }
    return record
  }

  /// The point of the call on the line at `range`.
  func point(_ bytes: [UInt8], range: Range<Int>) throws(BrokenLine) -> CallPoint {
    var scanner = JSONScanner(bytes, range: range)
    return try CallRecord.point(&scanner, sites: sites)
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
    guard begun == nil || takesNewSession else {
      throw BrokenLine("a second session record; a file holds one session")
    }
    let record = try SessionRecord.read(&scanner)
    begun = record
    sites = SiteTable(record.header.sites)
    return record
  }

  private mutating func site(_ scanner: inout JSONScanner) throws(BrokenLine) -> SiteHeader {
    let site = try SiteRecord.read(&scanner)
    sites.add(site)
    return site
  }

  private mutating func call(_ scanner: inout JSONScanner) throws(BrokenLine) -> LogRecord {
    let (call, ms) = try CallRecord.read(&scanner, sites: sites, detail, checksKept: checksKept)
    guard call.number > lastCall || !checksOrder else {
      throw BrokenLine(
        "call \(call.number) comes after call \(lastCall) with no rewind record in between")
    }
    lastCall = call.number
    return .call(call, ms: ms)
  }
}

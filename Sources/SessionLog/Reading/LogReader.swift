import Files
import JSONText

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads the records of a session log, line by line.
///
/// A record counts only with its newline: an unfinished last line is dropped and told by
/// ``tornTail``. Records of unknown types, unknown keys and empty lines are skipped. The log may
/// come from anyone: a line is at most 64 MiB long, and sizes are checked before memory is taken.
///
///     var reader = try LogReader(path: "d.jsonl")
///     while let record = try reader.next() { … }
public struct LogReader: Sendable {
  private var source: LineSource
  private var decoder: LogDecoder
  private let path: String?
  private let isLenient: Bool
  private var isDone = false
  /// The number of the line that was read last, from 1.
  public private(set) var lineNumber = 0
  /// The first line that is no record, and how many are not; only a lenient reader goes past them.
  package private(set) var brokenLines: (first: Int, count: Int)?

  /// Reads a log that is in memory.
  public init(bytes: [UInt8]) {
    source = LineSource(bytes)
    decoder = LogDecoder()
    path = nil
    isLenient = false
  }

  /// Reads a file piece by piece.
  ///
  /// - Parameter checksKept: whether a layer whose `kept` is not what its mask keeps is an error; a
  ///   caller that looks for such a layer takes it as it is.
  public init(path: String, checksKept: Bool = true) throws(LogError) {
    try self.init(path: path, decoder: LogDecoder(checksKept: checksKept), isLenient: false)
  }

  /// Reads a file piece by piece, and of its calls so much.
  package init(path: String, _ detail: LogDetail) throws(LogError) {
    try self.init(path: path, decoder: LogDecoder(detail: detail), isLenient: false)
  }

  /// Reads a file to its end, whatever stands in it behind the session record: calls come in any
  /// order, and lines that are no records are passed over and counted.
  ///
  /// - Parameters:
  ///   - spool: what came through a pipe; `path` is only its name then.
  ///   - pieceLength: how many bytes are read at once; a thousand logs at a time take less.
  package init(
    lenient path: String, _ detail: LogDetail = .whole, spool: InputSpool? = nil,
    pieceLength: Int = 1 << 18
  ) throws(LogError) {
    try self.init(
      path: path, decoder: LogDecoder(checksOrder: false, detail: detail), isLenient: true,
      spool: spool, pieceLength: pieceLength)
  }

  private init(
    path: String, decoder: LogDecoder, isLenient: Bool, spool: InputSpool? = nil,
    pieceLength: Int = 1 << 18
  ) throws(LogError) {
    do {
      source =
        if let spool {
          LineSource(spool.file, pieceLength: pieceLength, isShared: true)
        } else {
          LineSource(try FileDescriptor(path: path, flags: O_RDONLY), pieceLength: pieceLength)
        }
    } catch {
      throw LogError.cannotRead(path: path, reason: error.reason)
    }
    self.path = path == "-" ? "standard input" : path
    self.decoder = decoder
    self.isLenient = isLenient
  }

  /// The session, once its record was read.
  public var session: SessionRecord? { decoder.session }

  /// How many bytes of an unfinished last line were dropped; nil before the end, and for a log
  /// that ends in a newline.
  public var tornTail: Int? { isDone && source.tail > 0 ? source.tail : nil }

  /// How many bytes the whole lines so far take.
  var consumed: Int { source.consumed }

  /// The next record, or nil at the end.
  ///
  /// - Throws: ``LogError/line(number:reason:path:)`` at a line that is no record, and at a session
  ///   of a higher version; ``LogError/noLine(path:length:)`` when the log holds no whole line.
  public mutating func next() throws(LogError) -> LogRecord? {
    while let line = try nextLine() {
      lineNumber += 1
      do {
        let line = try LineContent.range(line, in: source.bytes, isFirst: lineNumber == 1)
        if line.isEmpty { continue }
        if let record = try decoder.decode(source.bytes, range: line) { return record }
      } catch {
        guard isLenient, decoder.hasBegun else {
          throw LogError.line(number: lineNumber, reason: error.reason, path: path)
        }
        brokenLines = (brokenLines?.first ?? lineNumber, (brokenLines?.count ?? 0) + 1)
      }
    }
    if source.isTooLong {
      throw LogError.line(
        number: lineNumber + 1, reason: "it is longer than \(LogLimits.lineLength) bytes",
        path: path)
    }
    isDone = true
    guard session == nil else { return nil }
    if lineNumber > 0 { throw LogError.noSession(path: path) }
    do {
      // What is no log is told of, though it may lack a newline besides.
      _ = try LineContent.range(source.tailRange, in: source.bytes, isFirst: true)
    } catch {
      throw LogError.line(number: 1, reason: error.reason, path: path)
    }
    throw LogError.noLine(path: path, length: source.tail)
  }

  /// Whether the unfinished last line is a whole record that lacks nothing but its newline.
  func tailIsWholeRecord() -> Bool {
    guard tornTail != nil else { return false }
    var decoder = decoder
    return (try? decoder.decode(source.bytes, range: source.tailRange)) != nil
  }

  private mutating func nextLine() throws(LogError) -> Range<Int>? {
    do {
      return try source.next()
    } catch {
      throw LogError.cannotRead(path: path ?? "the log", reason: error.reason)
    }
  }
}

import Files

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes a session log, record by record, so that the file is a valid log at every moment.
///
/// Each record is one `write`, and a second one for the rest only where the system took a part. When
/// a write fails, the file is cut back to the last whole record, the error is thrown, and the
/// writer is done: every later write throws the same error again, and the session can go on.
///
///     let writer = try LogWriter(path: "d.jsonl", session: record)
///     try writer.write(.call(call, ms: 17))
///     try writer.close(end: .end(n: call.number, ms: 18, reason: "quit"))
public final class LogWriter {
  /// The file's path, as it was given.
  public let path: String
  /// How many bytes the file holds in whole records; for a pipe, how many went into it.
  public private(set) var length: Int
  private var file: FileDescriptor?
  private var encoder: LogEncoder
  private var failure: LogError?
  /// Stands in for the system's `write` in tests.
  var writeOnce: (FileDescriptor, UnsafeRawBufferPointer) throws(SystemError) -> Int = {
    (file, bytes) throws(SystemError) in try file.write(bytes)
  }

  /// Creates the file and writes the session record.
  ///
  /// A terminal, a pipe or a device that stands at `path` is written to as it is.
  ///
  /// - Parameter force: empties a file that is there already, instead of refusing it.
  /// - Throws: ``LogError/exists(path:)`` or ``LogError/cannotWrite(path:reason:)``.
  public init(path: String, session: SessionRecord, force: Bool = false) throws(LogError) {
    self.path = path
    length = 0
    encoder = LogEncoder()
    file = try LogWriter.create(path, force: force)
    try write(.session(session))
  }

  /// Goes on with a log that is there already.
  ///
  /// An unfinished last line is ended first: when it is a whole record that lacks only its newline,
  /// it gets it; else it is cut off. It never counted, and left in the middle of the file it would
  /// make the log invalid.
  ///
  /// - Throws: what ``LogReader`` throws when the file is no valid log, or
  ///   ``LogError/cannotWrite(path:reason:)``.
  public init(appendingTo path: String) throws(LogError) {
    self.path = path
    var reader = try LogReader(path: path)
    while try reader.next() != nil {}
    guard let session = reader.session else { throw LogError.noSession(path: path) }
    encoder = LogEncoder(continuing: session)
    length = reader.consumed
    let unended = reader.tailIsWholeRecord() ? reader.tornTail ?? 0 : 0
    do {
      let file = try FileDescriptor(path: path, flags: O_WRONLY)
      self.file = file
      try file.truncate(to: length + unended)
      try file.seek(to: length + unended)
    } catch {
      throw LogError.cannotWrite(path: path, reason: error.reason)
    }
    if unended > 0 {
      let newline: [UInt8] = [UInt8(ascii: "\n")]
      try newline.withUnsafeBytes { bytes in
        Result { () throws(LogError) in try put(bytes) }
      }.get()
      length += unended
    }
  }

  /// Whether records are still written: false after ``close(end:)`` and after a failure.
  public var isOpen: Bool { file != nil }

  /// Writes one record.
  ///
  /// - Throws: ``LogError/cannotWrite(path:reason:)``, from the first failure on each time.
  public func write(_ record: LogRecord) throws(LogError) {
    encoder.encodeLine(record)
    let outcome = encoder.line.withUnsafeBytes { bytes in
      Result { () throws(LogError) in try put(bytes) }
    }
    try outcome.get()
  }

  /// Writes the last record, if there is one to write, and closes the file.
  public func close(end: LogRecord? = nil) throws(LogError) {
    guard file != nil else { return }
    defer { file = nil }
    if let end { try write(end) }
  }
}

extension LogWriter {
  private static func create(_ path: String, force: Bool) throws(LogError) -> FileDescriptor {
    // Nothing is lost by writing to a terminal, a pipe or a device.
    let creation = force ? O_TRUNC : O_EXCL
    let flags = FileStatus(path: path)?.kind == .other ? O_WRONLY : O_WRONLY | O_CREAT | creation
    do {
      return try FileDescriptor(path: path, flags: flags)
    } catch  where error.number == EEXIST {
      throw LogError.exists(path: path)
    } catch {
      throw LogError.cannotWrite(path: path, reason: error.reason)
    }
  }

  /// Writes whole lines, or none of them.
  private func put(_ bytes: UnsafeRawBufferPointer) throws(LogError) {
    if let failure { throw failure }
    guard let file else { throw LogError.cannotWrite(path: path, reason: "it was closed") }
    do {
      try FileDescriptor.writeAll(bytes) { (rest) throws(SystemError) in
        try writeOnce(file, rest)
      }
      length += bytes.count
    } catch {
      try? file.truncate(to: length)
      self.file = nil
      let failure = LogError.cannotWrite(path: path, reason: error.reason)
      self.failure = failure
      throw failure
    }
  }
}

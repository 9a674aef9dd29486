import DropoutEngine
import FoundationEssentials
import SessionLog

/// Writes the calls of a timeline to a log as they are first run, and what happens between them.
final class Recorder {
  private let writer: LogWriter
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  /// The last call written; calls up to it are not written again when they are shown again.
  private(set) var lastWritten: Int

  /// Begins a log with its header.
  ///
  /// - Parameter after: calls up to this number stay out of the log.
  init(
    path: String, force: Bool, header: SessionHeader, batch: Int?, after: Int = 0
  ) throws(LogError) {
    start = clock.now
    lastWritten = after
    let record = SessionRecord(
      app: "dropscope \(Dropscope.version)", started: Date.now.ISO8601Format(), header: header,
      batch: batch)
    writer = try LogWriter(path: path, session: record, force: force)
  }

  /// Begins a log under a name that no file has yet: the one that was given, or one of its own.
  convenience init(
    unusedNameFor path: String?, header: SessionHeader, batch: Int?, after: Int
  ) throws(LogError) {
    let stem = "dropscope-\(header.preset ?? header.source)"
    var names = path.map { [$0] } ?? []
    names += (1...999).map { "\(stem)-\($0).jsonl" }
    var last = LogError.exists(path: stem)
    for name in names {
      do {
        try self.init(path: name, force: false, header: header, batch: batch, after: after)
        return
      } catch LogError.exists(let path) {
        last = .exists(path: path)
      }
    }
    throw last
  }

  /// The file's path as it was given.
  var path: String { writer.path }

  private var milliseconds: Int { Int((clock.now - start) / .milliseconds(1)) }

  /// Writes a call unless it stands in the log already.
  func write(_ call: ForwardCall) throws(Failure) {
    guard call.number > lastWritten else { return }
    try put(.call(call, ms: milliseconds))
    lastWritten = call.number
  }

  /// Writes a change or a mark; calls that a change replaces are taken back first.
  func write(_ annotation: Annotation) throws(Failure) {
    switch annotation.kind {
    case .mark(let text):
      try put(.mark(n: annotation.number, ms: milliseconds, text: text))
    case .change(let what, let layer, let from, let to):
      try rewind(to: annotation.number)
      try put(
        .change(
          n: annotation.number, ms: milliseconds, what: what, layer: layer, from: from, to: to))
    }
  }

  /// Says that call `number` and later ones are replaced by what follows.
  func rewind(to number: Int) throws(Failure) {
    guard number <= lastWritten else { return }
    try put(.rewind(n: number, ms: milliseconds))
    lastWritten = number - 1
  }

  /// Ends the log.
  func close(reason: String) throws(Failure) {
    do {
      try writer.close(end: .end(n: lastWritten, ms: milliseconds, reason: reason))
    } catch {
      throw Failure(error)
    }
  }

  private func put(_ record: LogRecord) throws(Failure) {
    do { try writer.write(record) } catch { throw Failure(error) }
  }
}

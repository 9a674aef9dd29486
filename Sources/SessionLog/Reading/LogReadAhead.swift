import Dispatch

/// Hands out the records of a log and reads on meanwhile, on a thread of its own: so that reading
/// and what is made of the records take two processors.
///
/// Records, errors and their order are those of the ``LogReader``. A short log is read without a
/// thread. Memory is bounded: what is read ahead takes ``room`` bytes of the log, or one record.
package final class LogReadAhead {
  /// How many bytes of the log may have been read and not been asked for.
  private static let room = 1 << 20
  /// Bytes of the log whose records are handed over at once.
  private static let batchLength = 1 << 16

  /// The reader; once the thread has it, as it was before.
  private var reader: LogReader
  private var hasThread = false
  private let threadStart: Int
  private let channel = Channel<Batch>()
  private var batch = Batch()
  /// The number of the line of the record that was handed out last, from 1.
  package private(set) var lineNumber = 0

  /// - Parameter threadStart: after how many bytes a thread goes on with the log.
  package init(_ reader: LogReader, threadStart: Int = 1 << 20) {
    self.reader = reader
    self.threadStart = threadStart
  }

  deinit { channel.abandon() }

  /// The next record, or nil at the end; errors are the reader's.
  package func next() throws(LogError) -> LogRecord? {
    if !hasThread {
      guard reader.consumed >= threadStart else {
        defer { lineNumber = reader.lineNumber }
        return try reader.next()
      }
      hasThread = true
      // A queue of its own, since the global one has so many threads and no more.
      DispatchQueue(label: "dropscope.log").async { [reader, channel] in
        Self.read(reader, into: channel)
      }
    }
    while true {
      if let (record, line) = batch.records.popLast() {
        lineNumber = line
        return record
      }
      switch batch.end {
      case nil: batch = channel.receive()
      case .done(let ended)?:
        reader = ended
        lineNumber = ended.lineNumber
        return nil
      case .failed(let error, let ended)?:
        reader = ended
        lineNumber = ended.lineNumber
        throw error
      }
    }
  }

  /// The session; while the log is read, maybe without sites that it named lately.
  package var session: SessionRecord? { reader.session }

  /// As the reader's, at the end.
  package var tornTail: Int? { reader.tornTail }

  /// As the reader's, at the end.
  package var brokenLines: (first: Int, count: Int)? { reader.brokenLines }

  private static func read(_ reader: LogReader, into channel: Channel<Batch>) {
    var reader = reader
    while channel.hasRoom(room) {
      let start = reader.consumed
      var batch = Batch()
      do throws(LogError) {
        while reader.consumed - start < batchLength {
          guard let record = try reader.next() else {
            batch.end = .done(reader)
            break
          }
          batch.records.append((record, reader.lineNumber))
        }
      } catch {
        batch.end = .failed(error, reader)
      }
      batch.records.reverse()
      let isLast = batch.end != nil
      channel.send(batch, length: reader.consumed - start)
      if isLast { return }
    }
  }
}

/// Records that are handed over at once, the first one last.
private struct Batch: Sendable {
  enum End {
    case done(LogReader)
    case failed(LogError, LogReader)
  }

  var records: [(LogRecord, line: Int)] = []
  /// How the log ends after them; nil where it goes on.
  var end: End?
}

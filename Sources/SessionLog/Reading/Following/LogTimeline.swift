package import DropoutEngine

/// The calls of a log by number, of one that is complete or of one that still grows.
///
/// Opening it reads nothing. ``readOn()`` makes the index piece by piece, and a call can be had as
/// soon as the index has come to it. Memory does not follow the length of the log.
package struct LogTimeline {
  var file: LogFile
  var index = LogIndex()
  var window = PointWindow()
  /// The region that was read last, its bytes and its calls.
  var loaded: LoadedRegion?
  /// The region that the examination reads; what is on screen does not take it from hand.
  var examined: LoadedRegion?
  private var buffer: [UInt8] = []
  private var piece = LogTimeline.shortestPiece
  /// How long the file was when no whole line was left to read.
  private var unfinishedAt: Int?
  private var spool: InputSpool?
  /// Why reading stopped, where that was not for a line.
  private var ioFailure: LogError?
  private var replacedFrom: Int?

  struct LoadedRegion {
    var region: LogRegion
    var bytes: [UInt8]
    var calls: [CallLine]
  }

  /// The first pieces are short, so that the first call is there at once.
  private static let shortestPiece = 64 << 10
  private static let longestPiece = 1 << 20

  /// The log at `path`.
  ///
  /// - Parameter waits: whether a file that is not there yet is an empty log, until it is.
  package init(path: String, waits: Bool = false) throws(LogError) {
    file = try LogFile(path: path, waits: waits)
  }

  /// What comes through a pipe.
  package init(_ spool: InputSpool, name: String) throws(LogError) {
    file = try LogFile(spool, name: name)
    self.spool = spool
  }

  /// What people call the log.
  package var name: String { file.name }
  /// The session, once its record was read.
  package var session: SessionRecord? { index.session }
  /// The number of the newest call read so far; 0 before the first.
  package var newest: Int { index.newest }
  /// Points of the whole session, evenly spaced.
  package var overview: [CallPoint] { index.overview.points }
  /// Changes and marks read so far, by call.
  package var annotations: [Annotation] { index.annotations.all }
  /// Whether the last thing that the log says is that its session ended.
  package var hasEnded: Bool { index.hasEnded && !hasMore }
  /// How much of the file was read, in 0...1.
  package var share: Double { file.size == 0 ? 1 : Double(index.position) / Double(file.size) }

  /// Why the log is not read any further.
  package var failure: LogError? {
    if let ioFailure { return ioFailure }
    return index.failure.map { .line(number: $0.line, reason: $0.reason, path: name) }
  }

  /// What is wrong with a log that was read to its end and has no session.
  package var missingSession: LogError {
    failure ?? (index.lines == 0 ? .noLine(path: name, length: file.size) : .noSession(path: name))
  }

  /// Whether ``readOn()`` has something to do.
  package var hasMore: Bool {
    failure == nil && index.position < file.size && unfinishedAt != file.size
  }

  /// What a pipe has come to; a file under a name counts as open.
  package var input: InputSpool.State { spool?.status ?? .open }
}

// MARK: - Reading on

extension LogTimeline {
  /// Indexes the next piece, which takes a few milliseconds at most.
  package mutating func readOn() {
    guard hasMore else { return }
    let room = min(max(piece, buffer.count), file.size - index.position)
    if buffer.count < room { buffer = [UInt8](repeating: 0, count: room) }
    do {
      let count = try file.read(into: &buffer, count: room, at: index.position)
      let taken = index.take(buffer, count: count)
      settle(taken: taken, of: count)
    } catch {
      ioFailure = error
    }
    if let number = index.takeRewind() { forget(from: number) }
  }

  private mutating func settle(taken: Int, of count: Int) {
    if index.position + count - taken >= file.size {
      unfinishedAt = file.size
      // What was read for a long line is given back.
      if buffer.count > LogTimeline.longestPiece { buffer = [] }
    } else if taken == 0 {
      buffer = [UInt8](repeating: 0, count: count * 2)
    } else {
      piece = min(piece * 2, LogTimeline.longestPiece)
      if buffer.count > LogTimeline.longestPiece { buffer = [] }
    }
  }

  /// What became of a log that is followed.
  package enum Change: Equatable {
    case none, grew
    /// It is another log now, and read from its start: `reason` says how that came.
    case startedOver(reason: String)
  }

  /// Looks whether the log grew, was cut or was replaced. A file that was moved away is read to its
  /// end before the one that has its name now.
  package mutating func look() -> Change {
    guard ioFailure == nil else { return .none }
    do {
      switch try file.look(readUpTo: index.position, isRead: !hasMore, continues: continues) {
      case .none: return .none
      case .grew:
        unfinishedAt = nil
        return .grew
      case .cut(let how):
        return startOver(LogIndex(afterCut: index), how)
      case .replaced: return startOver(LogIndex(), "was replaced")
      }
    } catch {
      ioFailure = error
      return .none
    }
  }

  private mutating func startOver(_ index: LogIndex, _ how: String) -> Change {
    self.index = index
    window = PointWindow()
    loaded = nil
    examined = nil
    unfinishedAt = nil
    return .startedOver(reason: "\(name) \(how): starting over")
  }

  /// Whether a line that another file begins with goes on with this session.
  private func continues(_ line: [UInt8]) -> Bool {
    guard index.failure == nil, session != nil,
      let range = try? LineContent.range(0..<line.count, in: line, isFirst: true)
    else { return false }
    if let number = try? LineHead.call(line, range) { return number > index.newest }
    var decoder = index.decoder
    return (try? decoder.decode(line, range: range)) != nil
  }

  /// The lowest call that was replaced since the last time; nil when none was.
  package mutating func takeReplaced() -> Int? {
    defer { replacedFrom = nil }
    return replacedFrom
  }

  /// What was recomputed of calls, as the last ``readOn()`` found.
  package func takeRecomputed() -> [(number: Int, sites: [SiteCall])] { index.recomputed }

  mutating func forget(from number: Int) {
    window.removeAll(from: number)
    loaded = nil
    examined = nil
    replacedFrom = min(replacedFrom ?? number, number)
  }
}

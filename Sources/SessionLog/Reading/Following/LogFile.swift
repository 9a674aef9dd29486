import Files

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A log's bytes: a file under a name, which may grow and be replaced, or what came through a pipe.
///
/// It is read at places, never mapped: a file that shrinks under a map ends the program.
struct LogFile {
  /// What people call it.
  let name: String
  private let path: String?
  /// Nil for a file that is not there yet, as is its identity.
  private var file: FileDescriptor?
  private var identity: FileStatus.Identity?
  /// How long it was when it was last looked at.
  private(set) var size: Int
  /// The files that had the name before, of which this one is the sequel.
  private var earlier: [Segment] = []
  /// Where the present file begins in the log.
  private var base = 0
  /// How the log begins, so that one that is written anew at the same place is told from it.
  private var beginning: [UInt8] = []

  private static let beginningLength = 512
  /// So many files of one log are kept open at most.
  private static let mostFiles = 16
  /// A first line may be so long for the file to be taken for a sequel.
  private static let firstLine = 1 << 20

  /// The bytes of the log from `start` to the start of the next one.
  private struct Segment {
    var file: FileDescriptor
    var start: Int
  }

  /// - Parameter waits: whether a file that is not there yet counts as an empty one.
  init(path: String, waits: Bool = false) throws(LogError) {
    name = path
    self.path = path
    size = 0
    do {
      let file = try FileDescriptor(path: path, flags: O_RDONLY)
      let status = try file.status()
      (identity, size) = (status.identity, status.size)
      self.file = file
    } catch  where error.number == ENOENT && waits {
    } catch {
      throw .cannotRead(path: path, reason: error.reason)
    }
  }

  init(_ spool: InputSpool, name: String) throws(LogError) {
    self.name = name
    path = nil
    file = spool.file
    do {
      let status = try spool.file.status()
      (identity, size) = (status.identity, status.size)
    } catch {
      throw .cannotRead(path: name, reason: error.reason)
    }
  }

  /// What became of the file since the last look.
  enum Change: Equatable {
    case none, grew
    /// What was read of it is void.
    case cut(how: String)
    /// It is another log now.
    case replaced
  }

  /// Looks whether the file grew, was cut, or was replaced by another of its name.
  ///
  /// - Parameters:
  ///   - position: behind the last whole line that was read.
  ///   - isRead: whether there is nothing left to read.
  ///   - continues: whether the line that another file begins with goes on with this log.
  mutating func look(
    readUpTo position: Int, isRead: Bool, continues: ([UInt8]) -> Bool
  ) throws(LogError) -> Change {
    let now = path.flatMap { FileStatus(path: $0)?.identity }
    if let path, let now, identity == nil, now != identity {
      self = try LogFile(path: path, waits: true)
      return .grew
    }
    guard let file else { return .none }
    if beginning.isEmpty { _ = try beginsAsBefore() }
    let before = size
    do { size = base + (try file.status().size) } catch { throw failure(error) }
    if size < position { return try cut("was cut") }
    if size != before { return try beginsAsBefore() ? .grew : cut("was written anew") }
    guard let path, let now, now != identity, isRead else { return .none }
    return try follow(path, from: position, continues: continues)
  }

  private mutating func cut(_ how: String) throws(LogError) -> Change {
    beginning = []
    earlier = []
    size -= base
    base = 0
    return .cut(how: how)
  }

  /// Goes on with the file that has the name now, once it says what it is.
  private mutating func follow(
    _ path: String, from position: Int, continues: ([UInt8]) -> Bool
  ) throws(LogError) -> Change {
    let next = try LogFile(path: path, waits: true)
    // Who moved it may still write to it, until there is something in the new one.
    guard let nextFile = next.file, next.size > 0 else { return .none }
    var bytes = [UInt8](repeating: 0, count: min(next.size, LogFile.firstLine))
    let count = try next.read(into: &bytes, count: bytes.count, at: 0)
    let end = bytes.firstNewline(in: 0..<count)
    if end == nil, next.size < LogFile.firstLine { return .none }
    let isSequel = end.map { continues(Array(bytes[..<$0])) } ?? false
    guard isSequel, earlier.count < LogFile.mostFiles, let file else {
      self = next
      return .replaced
    }
    // Half a line at the end of the old file is nothing.
    earlier.append(Segment(file: file, start: base))
    base = position
    self.file = nextFile
    identity = next.identity
    size = base + next.size
    beginning = []
    return .grew
  }

  /// Fills `buffer` from its start with bytes from `offset` on.
  ///
  /// - Returns: how many it got, fewer than there is room for at the end of the file only.
  func read(into buffer: inout [UInt8], count: Int, at offset: Int) throws(LogError) -> Int {
    guard let file else { return 0 }
    var filled = 0
    var problem: SystemError?
    buffer.withUnsafeMutableBytes { all in
      while filled < count {
        let at = offset + filled
        let old = earlier.lastIndex { $0.start <= at && at < base }
        let start = old.map { earlier[$0].start } ?? base
        let end = old.map { $0 + 1 < earlier.count ? earlier[$0 + 1].start : base } ?? .max
        let room = UnsafeMutableRawBufferPointer(
          rebasing: all[filled..<min(count, filled + (end - at))])
        do throws(SystemError) {
          let got = try (old.map { earlier[$0].file } ?? file).read(into: room, at: at - start)
          if got == 0 { return }
          filled += got
        } catch {
          problem = error
          return
        }
      }
    }
    if let problem { throw failure(problem) }
    return filled
  }

  /// Whether the first bytes are what they were; remembers them as soon as there are enough.
  private mutating func beginsAsBefore() throws(LogError) -> Bool {
    var bytes = [UInt8](repeating: 0, count: min(LogFile.beginningLength, size - base))
    let count = try read(into: &bytes, count: bytes.count, at: base)
    let known = min(beginning.count, count)
    let isSame = beginning.prefix(known) == bytes.prefix(known)
    beginning = bytes
    return isSame
  }

  private func failure(_ error: SystemError) -> LogError {
    .cannotRead(path: name, reason: error.reason)
  }
}

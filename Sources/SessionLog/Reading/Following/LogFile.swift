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
  /// How the log begins, so that one that is written anew at the same place is told from it.
  private var beginning: [UInt8] = []

  private static let beginningLength = 512

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
    /// It is another log now: what was read of it is void.
    case replaced(how: String)
  }

  /// Looks whether the file grew, was cut, or was replaced by another of its name.
  mutating func look(readUpTo position: Int) throws(LogError) -> Change {
    if let path, let now = FileStatus(path: path)?.identity, now != identity {
      let isFirst = identity == nil
      self = try LogFile(path: path, waits: true)
      return isFirst ? .grew : .replaced(how: "was replaced")
    }
    guard let file else { return .none }
    if beginning.isEmpty { _ = try beginsAsBefore() }
    let before = size
    do { size = try file.status().size } catch { throw failure(error) }
    if size < position {
      beginning = []
      return .replaced(how: "was cut")
    }
    guard size != before else { return .none }
    if try !beginsAsBefore() {
      beginning = []
      return .replaced(how: "was written anew")
    }
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
        let room = UnsafeMutableRawBufferPointer(rebasing: all[filled..<count])
        do throws(SystemError) {
          let got = try file.read(into: room, at: offset + filled)
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
    var bytes = [UInt8](repeating: 0, count: min(LogFile.beginningLength, size))
    let count = try read(into: &bytes, count: bytes.count, at: 0)
    let known = min(beginning.count, count)
    let isSame = beginning.prefix(known) == bytes.prefix(known)
    beginning = bytes
    return isSame
  }

  private func failure(_ error: SystemError) -> LogError {
    .cannotRead(path: name, reason: error.reason)
  }
}

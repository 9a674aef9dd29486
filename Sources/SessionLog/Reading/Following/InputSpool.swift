import Files
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps what comes through a pipe in a temporary file without a name, so that it can be read again
/// and takes no memory: to the reader, a pipe is a file that grows.
package final class InputSpool: Sendable {
  private let source: FileDescriptor
  let file: FileDescriptor
  private let state = Mutex<State>(.open)

  /// Whether more can come.
  package enum State: Sendable, Equatable {
    case open
    /// The writer closed the pipe.
    case ended
    /// Reading or keeping failed; the system's words.
    case failed(String)
  }

  /// A spool for what comes from a descriptor, which is closed with it.
  package init(owning descriptor: Int32) throws(LogError) {
    source = FileDescriptor(owning: descriptor)
    file = try InputSpool.temporaryFile()
  }

  /// A spool for a named pipe or a device.
  package init(path: String) throws(LogError) {
    do {
      source = try FileDescriptor(path: path, flags: O_RDONLY)
    } catch {
      throw .cannotRead(path: path, reason: error.reason)
    }
    file = try InputSpool.temporaryFile()
  }

  /// Whether something stands at `path` that cannot be read twice.
  package static func isNeeded(for path: String) -> Bool {
    FileStatus(path: path)?.kind == .other
  }

  package var status: State { state.withLock { $0 } }

  /// Takes bytes until the writer closes the pipe. Blocks: it is run on a thread of its own.
  package func fill() {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    do throws(SystemError) {
      while true {
        let count = try source.read(into: buffer)
        if count == 0 { break }
        var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        while !rest.isEmpty {
          let written = try file.write(rest)
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
        }
      }
      state.withLock { $0 = .ended }
    } catch {
      state.withLock { $0 = .failed(error.reason) }
    }
  }

  private static func temporaryFile() throws(LogError) -> FileDescriptor {
    let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array((directory + "/dropscope-XXXXXX").utf8CString)
    let number = mkstemp(&path)
    guard number >= 0 else {
      throw .cannotWrite(
        path: "a temporary file in \(directory)", reason: String(cString: strerror(errno)))
    }
    unlink(path)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    return FileDescriptor(owning: number)
  }
}

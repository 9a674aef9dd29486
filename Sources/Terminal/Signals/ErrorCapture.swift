#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Keeps what is written to standard error off the screen, and prints it after the screen closed.
///
/// It goes to an unlinked temporary file: a pipe would block its writer once full.
enum ErrorCapture {
  static func start() {
    guard original < 0, isatty(2) == 1 else { return }
    let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var path = Array((directory + "/dropscope-XXXXXX").utf8CString)
    let captured = mkstemp(&path)
    guard captured >= 0 else { return }
    unlink(path)
    let kept = dup(2)
    guard kept >= 0, dup2(captured, 2) >= 0 else {
      close(captured)
      return
    }
    _ = fcntl(captured, F_SETFD, FD_CLOEXEC)
    _ = fcntl(kept, F_SETFD, FD_CLOEXEC)
    file = captured
    original = kept
  }

  /// Puts standard error back and prints what was kept. Async-signal-safe.
  static func replay() {
    guard original >= 0 else { return }
    dup2(original, 2)
    close(original)
    original = -1
    lseek(file, 0, SEEK_SET)
    withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 1) { buffer in
      while true {
        let count = read(file, buffer.baseAddress, 1024)
        guard count > 0, takesBytes(2) else { break }
        _ = write(2, buffer.baseAddress, count)
      }
    }
    close(file)
    file = -1
  }

  /// Whether a descriptor takes bytes within a second: a terminal that is stuck gets no more.
  private static func takesBytes(_ descriptor: Int32) -> Bool {
    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&ready, 1, 1000) > 0
  }

  // Written by the thread that owns the screen, and by a handler that ends the process.
  private nonisolated(unsafe) static var original: Int32 = -1
  private nonisolated(unsafe) static var file: Int32 = -1
}

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Wakes the thread that waits on the screen; any thread may call it, even after the screen closed.
package final class Waker: Sendable {
  let pipe: Pipe

  init() throws(TerminalError) { pipe = try Pipe() }

  /// Ends the wait under way, or the next one. Never blocks: a full pipe wakes as well.
  package func wake() {
    var byte: UInt8 = 0
    _ = write(pipe.writeEnd, &byte, 1)
  }
}

import ArgumentParser

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Collects text for stdout and writes it in large pieces.
struct TextOutput {
  private static let pieceLength = 1 << 16
  private var pending: [UInt8] = []

  /// Writes text, or keeps it until there is enough.
  mutating func print(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count >= Self.pieceLength { try flush() }
  }

  /// Writes what is kept; to be called at the end.
  ///
  /// - Throws: success when the reader went away, as `less` and `head` do: there is nobody to tell.
  mutating func flush() throws {
    var start = 0
    while start < pending.count {
      let written = pending[start...].withUnsafeBytes {
        write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if written < 0, errno == EINTR { continue }
      if written < 0, errno == EPIPE { throw ExitCode.success }
      guard written > 0 else {
        throw Failure("cannot write to standard output: \(String(cString: strerror(errno)))")
      }
      start += written
    }
    pending.removeAll(keepingCapacity: true)
  }
}

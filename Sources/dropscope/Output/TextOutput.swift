import ArgumentParser
import Files

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

  /// Writes bytes of UTF-8 as ``print(_:)`` does with text.
  mutating func print(_ bytes: UnsafeRawBufferPointer) throws {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceLength { try flush() }
  }

  /// Writes what is kept; to be called at the end.
  ///
  /// - Throws: success when the reader went away, as `less` and `head` do: there is nobody to tell.
  mutating func flush() throws {
    do {
      try pending.withUnsafeBytes { try FileDescriptor.writeAll($0, to: STDOUT_FILENO) }
    } catch let error as SystemError {
      if error.number == EPIPE { throw ExitCode.success }
      throw Failure("cannot write to standard output: \(error.reason)")
    }
    pending.removeAll(keepingCapacity: true)
  }
}

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file, closed when the last reference goes.
package final class FileDescriptor: Sendable {
  private let number: Int32

  /// Takes over a descriptor that is open already.
  package init(owning number: Int32) { self.number = number }

  /// Opens a file, with the C library's flags; one that is created may be what the umask allows.
  package init(path: String, flags: Int32) throws(SystemError) {
    let opened = try retrying { Int(open(path, flags | O_CLOEXEC, 0o666)) }
    number = Int32(opened)
  }

  deinit { _ = close(number) }

  /// What the file is and how long it is now.
  package func status() throws(SystemError) -> FileStatus { try FileStatus(descriptor: number) }

  /// Reads up to `target.count` bytes from a place in the file; 0 at its end.
  package func read(
    into target: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SystemError) -> Int {
    try retrying { pread(number, target.baseAddress, target.count, off_t(offset)) }
  }

  /// Moves to a place in the file.
  package func seek(to offset: Int) throws(SystemError) {
    _ = try retrying { Int(lseek(number, off_t(offset), SEEK_SET)) }
  }

  /// Cuts the file.
  package func truncate(to length: Int) throws(SystemError) {
    _ = try retrying { Int(ftruncate(number, off_t(length))) }
  }

  /// Reads up to `target.count` bytes; 0 at the end.
  package func read(into target: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    try retrying { readBytes(number, target.baseAddress, target.count) }
  }

  /// Writes bytes with one call of the system.
  ///
  /// - Returns: how many it took, which may be fewer.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    try retrying { writeBytes(number, bytes.baseAddress, bytes.count) }
  }

  /// Writes all bytes.
  package func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    try FileDescriptor.writeAll(bytes) { (rest) throws(SystemError) in try write(rest) }
  }

  /// Writes all bytes to a descriptor that belongs to nobody, such as standard output.
  package static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to number: Int32
  ) throws(SystemError) {
    try writeAll(bytes) { (rest) throws(SystemError) in
      try retrying { writeBytes(number, rest.baseAddress, rest.count) }
    }
  }

  /// Offers the rest of the bytes to `once`, which says how many it took, until none is left.
  package static func writeAll(
    _ bytes: UnsafeRawBufferPointer,
    _ once: (UnsafeRawBufferPointer) throws(SystemError) -> Int
  ) throws(SystemError) {
    var rest = bytes
    while !rest.isEmpty {
      let written = try once(rest)
      // No system takes nothing for ever; if one did, this would never end.
      guard written > 0 else { throw SystemError(number: EIO) }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
    }
  }
}

/// Calls the system again as long as a signal interrupts it.
func retrying(_ call: () -> Int) throws(SystemError) -> Int {
  while true {
    let result = call()
    if result >= 0 { return result }
    if errno != EINTR { throw SystemError(number: errno) }
  }
}

// Inside the class its own methods hide the functions of the C library.
private func readBytes(_ file: Int32, _ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, target, count)
}

private func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file, closed when the last reference goes.
final class FileDescriptor: Sendable {
  private let number: Int32

  /// Takes over a descriptor that is open already.
  init(owning number: Int32) { self.number = number }

  /// Opens a file; `mode` counts where one is created.
  init(path: String, flags: Int32, mode: mode_t = 0o666) throws(SystemError) {
    let opened = try FileDescriptor.retrying { Int(open(path, flags | O_CLOEXEC, mode)) }
    number = Int32(opened)
  }

  deinit { _ = close(number) }

  /// Whether something stands at `path` that is neither a file on a disk nor a directory.
  static func isDevice(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let kind = status.st_mode & S_IFMT
    return kind != S_IFREG && kind != S_IFDIR
  }

  /// What tells a file from others, whatever its name.
  struct Identity: Equatable {
    var device: UInt64
    var inode: UInt64
  }

  /// The identity of the file that stands at `path`; nil where there is none.
  static func identity(ofFileAt path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(status)
  }

  /// The file's identity and how long it is now.
  func status() throws(SystemError) -> (identity: Identity, size: Int) {
    var status = stat()
    _ = try FileDescriptor.retrying { Int(fstat(number, &status)) }
    return (Identity(status), Int(status.st_size))
  }

  /// Reads up to `target.count` bytes from a place in the file; 0 at its end.
  func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError) -> Int {
    try FileDescriptor.retrying { pread(number, target.baseAddress, target.count, off_t(offset)) }
  }

  /// Moves to a place in the file.
  func seek(to offset: Int) throws(SystemError) {
    _ = try FileDescriptor.retrying { Int(lseek(number, off_t(offset), SEEK_SET)) }
  }

  /// Cuts the file.
  func truncate(to length: Int) throws(SystemError) {
    _ = try FileDescriptor.retrying { Int(ftruncate(number, off_t(length))) }
  }

  /// Reads up to `target.count` bytes; 0 at the end.
  func read(into target: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    try FileDescriptor.retrying { readBytes(number, target.baseAddress, target.count) }
  }

  /// Writes bytes with one call of the system.
  ///
  /// - Returns: how many it took, which may be fewer.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    try FileDescriptor.retrying { writeBytes(number, bytes.baseAddress, bytes.count) }
  }

  /// Calls the system again as long as a signal interrupts it.
  private static func retrying(_ call: () -> Int) throws(SystemError) -> Int {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw SystemError(number: errno) }
    }
  }
}

extension FileDescriptor.Identity {
  fileprivate init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// What the system says went wrong.
struct SystemError: Error, Equatable {
  /// The value of `errno`.
  var number: Int32

  /// The system's own words: `No space left on device`.
  var reason: String { String(cString: strerror(number)) }
}

// Inside the class its own methods hide the functions of the C library.
private func readBytes(_ file: Int32, _ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, target, count)
}

private func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}

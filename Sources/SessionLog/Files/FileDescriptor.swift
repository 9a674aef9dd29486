#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file, closed when the last reference goes.
final class FileDescriptor {
  private let number: Int32

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

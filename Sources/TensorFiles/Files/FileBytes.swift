#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The largest file that is read: 2 GiB.
private let largestFile = 1 << 31

/// All bytes of a file.
///
/// - Throws: ``FileError`` when there is no such file, when it is a directory, cannot be read, or is
///   larger than 2 GiB.
package func readBytes(_ path: String) throws(FileError) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { throw systemError(path) }
  defer { close(file) }
  var status = stat()
  guard fstat(file, &status) == 0 else { throw systemError(path) }
  if status.st_mode & S_IFMT == S_IFDIR {
    throw FileError(file: path, problem: "cannot be read: it is a directory")
  }
  var bytes: [UInt8] = []
  // A pipe has no size, and a file may still grow: what counts is what read returns.
  bytes.reserveCapacity(min(max(Int(status.st_size), 0), largestFile) + 1)
  while try readPiece(of: file, path, onto: &bytes) {
    if bytes.count > largestFile {
      throw FileError(file: path, problem: "is larger than 2 GiB")
    }
  }
  return bytes
}

/// Appends what one `read` gives.
///
/// - Returns: false at the end of the file.
private func readPiece(
  of file: Int32, _ path: String, onto bytes: inout [UInt8]
) throws(FileError) -> Bool {
  var got = 0
  let piece = [UInt8](unsafeUninitializedCapacity: 1 << 20) { target, count in
    repeat { got = read(file, target.baseAddress, target.count) } while got < 0 && errno == EINTR
    count = max(got, 0)
  }
  guard got >= 0 else { throw systemError(path) }
  bytes += piece
  return got > 0
}

private func systemError(_ path: String) -> FileError {
  FileError(file: path, problem: "cannot be read: \(String(cString: strerror(errno)))")
}

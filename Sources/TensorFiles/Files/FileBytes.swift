import Files

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
  let file: FileDescriptor
  let status: FileStatus
  do {
    file = try FileDescriptor(path: path, flags: O_RDONLY)
    status = try file.status()
  } catch {
    throw systemError(error, path)
  }
  if status.kind == .directory {
    throw FileError(file: path, problem: "cannot be read: it is a directory")
  }
  var bytes: [UInt8] = []
  // A pipe has no size, and a file may still grow: what counts is what read returns.
  bytes.reserveCapacity(min(max(status.size, 0), largestFile) + 1)
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
  of file: FileDescriptor, _ path: String, onto bytes: inout [UInt8]
) throws(FileError) -> Bool {
  var problem: SystemError?
  let piece = [UInt8](unsafeUninitializedCapacity: 1 << 20) { target, count in
    do throws(SystemError) {
      count = try file.read(into: UnsafeMutableRawBufferPointer(target))
    } catch {
      problem = error
    }
  }
  if let problem { throw systemError(problem, path) }
  bytes += piece
  return !piece.isEmpty
}

private func systemError(_ error: SystemError, _ path: String) -> FileError {
  FileError(file: path, problem: "cannot be read: \(error.reason)")
}

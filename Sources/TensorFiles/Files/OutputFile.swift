#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that is written from its beginning to its end, a quarter of a megabyte at a time.
package final class OutputFile {
  private static let pieceLength = 1 << 18

  /// The path as it was given.
  package let path: String
  private let file: Int32
  private var pending: [UInt8] = []

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - force: empties a file that is there, instead of refusing it.
  ///   - source: a file that is read meanwhile and must not be the same one.
  package init(_ path: String, force: Bool, source: String) throws(FileError) {
    self.path = path
    if OutputFile.isSameFile(path, source) {
      throw FileError(file: path, problem: "is the file that is read; choose another name")
    }
    let creation = force ? O_TRUNC : O_EXCL
    file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | creation, 0o666)
    if file < 0, errno == EEXIST {
      throw FileError(file: path, problem: "already exists; choose another name or pass --force")
    }
    guard file >= 0 else { throw OutputFile.writeError(path) }
    pending.reserveCapacity(Self.pieceLength)
  }

  deinit { if file >= 0 { _ = close(file) } }

  /// Writes bytes, or keeps them until there are enough.
  package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceLength { try flush() }
  }

  /// Writes what is kept; to be called at the end.
  package func flush() throws(FileError) {
    var start = 0
    while start < pending.count {
      let written = pending[start...].withUnsafeBytes { putBytes(file, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw OutputFile.writeError(path) }
      start += written
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Takes the file away again, where it could not be finished.
  package func remove() { _ = unlink(path) }

  /// Whether something stands under that name.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func isSameFile(_ path: String, _ other: String) -> Bool {
    var a = stat()
    var b = stat()
    return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev
      && a.st_ino == b.st_ino
  }

  private static func writeError(_ path: String) -> FileError {
    FileError(file: path, problem: "cannot be written: \(String(cString: strerror(errno)))")
  }
}

// Inside the class its own method hides the function of the C library.
private func putBytes(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}

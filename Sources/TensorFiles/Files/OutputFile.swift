import Files

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
  private let file: FileDescriptor
  private var pending: [UInt8] = []

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - force: empties a file that is there, instead of refusing it.
  ///   - source: a file that is read meanwhile and must not be the same one.
  package convenience init(_ path: String, force: Bool, source: String) throws(FileError) {
    try self.init(path, force: force, sources: [source])
  }

  /// Creates the file.
  ///
  /// - Parameters:
  ///   - force: empties a file that is there, instead of refusing it.
  ///   - sources: files that are read meanwhile, and none of which must be the same one.
  package init(_ path: String, force: Bool, sources: [String]) throws(FileError) {
    self.path = path
    if sources.contains(where: { OutputFile.isSameFile(path, $0) }) {
      throw FileError(file: path, problem: "is the file that is read; choose another name")
    }
    let creation = force ? O_TRUNC : O_EXCL
    do {
      file = try FileDescriptor(path: path, flags: O_WRONLY | O_CREAT | creation)
    } catch  where error.number == EEXIST {
      throw FileError(file: path, problem: "already exists; choose another name or pass --force")
    } catch {
      throw OutputFile.writeError(error, path)
    }
    pending.reserveCapacity(Self.pieceLength)
  }

  /// Writes bytes, or keeps them until there are enough.
  package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.pieceLength { try flush() }
  }

  /// Writes what is kept; to be called at the end.
  package func flush() throws(FileError) {
    let outcome = pending.withUnsafeBytes { bytes in
      Result { () throws(SystemError) in try file.writeAll(bytes) }
    }
    do {
      try outcome.get()
    } catch {
      throw OutputFile.writeError(error, path)
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// Takes the file away again, where it could not be finished; a device stays where it is.
  package func remove() {
    guard let status = try? file.status(), status.kind == .plainFile else { return }
    // Behind a link nothing half-written is left either.
    try? file.truncate(to: 0)
    _ = unlink(path)
  }

  /// Whether something stands under that name.
  package static func exists(_ path: String) -> Bool {
    FileStatus(path: path, followsLinks: false) != nil
  }

  private static func isSameFile(_ path: String, _ other: String) -> Bool {
    guard let status = FileStatus(path: path) else { return false }
    return status.identity == FileStatus(path: other)?.identity
  }

  private static func writeError(_ error: SystemError, _ path: String) -> FileError {
    FileError(file: path, problem: "cannot be written: \(error.reason)")
  }
}

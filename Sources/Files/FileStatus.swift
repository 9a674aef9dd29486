#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system knows about a file besides its contents.
package struct FileStatus: Equatable, Sendable {
  package enum Kind: Sendable {
    case plainFile, directory
    /// A terminal, a pipe, a socket, a device; or a link, where links are not followed.
    case other
  }

  /// What tells a file from others, whatever its name.
  package struct Identity: Equatable, Sendable {
    package var device: UInt64
    package var inode: UInt64
  }

  package var kind: Kind
  package var identity: Identity
  /// In bytes; 0 for what has no length, as a pipe.
  package var size: Int

  /// The file that stands at `path`; nil where there is none, or none that may be looked at.
  ///
  /// - Parameter followsLinks: whether it is told of the file that a link leads to.
  package init?(path: String, followsLinks: Bool = true) {
    var status = stat()
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    self.init(status)
  }

  init(descriptor: Int32) throws(SystemError) {
    var status = stat()
    _ = try retrying { Int(fstat(descriptor, &status)) }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .plainFile
      case S_IFDIR: .directory
      default: .other
      }
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino))
    size = Int(status.st_size)
  }
}

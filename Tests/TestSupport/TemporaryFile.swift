import Files

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file that tests write and replace; it goes with the last reference.
package final class TemporaryFile {
  package let path: String

  /// A name with nothing there yet.
  ///
  /// - Parameter ending: of the name, with its dot.
  package init(ending: String = "") {
    path = "\(FileManager.default.temporaryDirectory.path)/dropscope-\(UUID())\(ending)"
  }

  /// A file of these bytes.
  package convenience init(_ bytes: [UInt8], ending: String = "") throws {
    self.init(ending: ending)
    try write(bytes)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// What stands there now.
  package func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  /// Writes it anew in place.
  package func write(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  /// Writes behind what is there, and leaves that alone.
  package func append(_ bytes: some Sequence<UInt8>) throws {
    let file = try FileDescriptor(path: path, flags: O_WRONLY | O_APPEND)
    try Array(bytes).withUnsafeBytes { try file.writeAll($0) }
  }

  /// Puts another file in its place.
  package func replace(with bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
  }

  /// Gives it another name, as one who rotates logs does; who has it open keeps it.
  package func move(to path: String) throws {
    try FileManager.default.moveItem(atPath: self.path, toPath: path)
  }
}

import DropoutEngine

@testable import TensorFiles

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file that `Fixtures/make.py` made, with NumPy where it is an `.npy` file.
enum Fixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func bytes(_ name: String) throws -> [UInt8] { try readBytes(path(name)) }

  /// Every fixture of a kind, in the order of their names.
  static func names(_ suffix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(suffix) }.sorted()
  }
}

/// The line of the error that `body` throws; nil when it throws none.
func message<T>(_ body: () throws(FileError) -> T) -> String? {
  do {
    _ = try body()
    return nil
  } catch {
    return error.description
  }
}

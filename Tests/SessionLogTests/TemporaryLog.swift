import DropoutEngine
import Testing

@testable import SessionLog

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file that tests write and replace; it goes with the last reference.
final class TemporaryLog {
  let path = "\(FileManager.default.temporaryDirectory.path)/dropscope-\(UUID()).jsonl"

  init(_ bytes: [UInt8] = []) throws { try write(bytes) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes it anew in place.
  func write(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  func append(_ bytes: some Sequence<UInt8>) throws {
    let file = try FileDescriptor(path: path, flags: 0o2001)
    let bytes = Array(bytes)
    _ = try bytes.withUnsafeBytes { try file.write($0) }
  }

  /// Puts another file in its place.
  func replace(with bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
  }
}

extension SampleSessions {
  /// Calls, marks and rewinds as a session can have them: numbers with gaps, parts replaced.
  mutating func session(
    records count: Int, shapes: [[Int]], using random: inout SplitMix64
  ) -> [LogRecord] {
    var records: [LogRecord] = [.session(SampleSessions.session(shapes: shapes))]
    var next = Int.random(in: 1...5, using: &random)
    for ms in 0..<count {
      switch Int.random(in: 0..<20, using: &random) {
      case 0:
        let n = Int.random(in: max(1, next - 30)...next, using: &random)
        records.append(.rewind(n: n, ms: ms))
        next = min(next, n)
      case 1:
        records.append(
          .annotation(Annotation(number: max(1, next - 1), kind: .mark(text: "mark \(ms)")), ms: ms)
        )
      default:
        let step = Int.random(in: 0..<10, using: &random) == 0 ? 3 : 0
        records.append(.call(call(next + step, shapes: shapes, bins: 4), ms: ms))
        next += step + 1
      }
    }
    return records
  }
}

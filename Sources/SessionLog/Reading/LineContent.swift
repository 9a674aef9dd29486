import JSONText

/// What of a line counts: not its carriage return, nor a byte-order mark at the start of the log.
enum LineContent {
  /// UTF-8's byte-order mark, which some editors and shells write.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let gzip: [UInt8] = [0x1F, 0x8B]

  /// The part of the line at `range`, which has no newline, that a record may stand in.
  ///
  /// - Parameter isFirst: whether it is the log's first line.
  static func range(
    _ range: Range<Int>, in bytes: [UInt8], isFirst: Bool
  ) throws(BrokenLine) -> Range<Int> {
    var range = range
    if isFirst {
      try refuseCompressed(bytes, from: range.lowerBound)
      if bytes[range].starts(with: mark) {
        range = range.lowerBound + mark.count..<range.upperBound
      }
    }
    if let last = range.last, bytes[last] == UInt8(ascii: "\r") { range.removeLast() }
    return range
  }

  /// Throws where the log that begins at `start` is compressed: it has no lines then.
  static func refuseCompressed(_ bytes: [UInt8], from start: Int) throws(BrokenLine) {
    guard start <= bytes.count, bytes[start...].starts(with: gzip) else { return }
    throw BrokenLine("it is compressed with gzip: zcat FILE | dropscope attach -")
  }
}

extension Range<Int> {
  fileprivate mutating func removeLast() { self = lowerBound..<upperBound - 1 }
}

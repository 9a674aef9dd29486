import JSONText

/// What of a line counts: not its carriage return, nor a byte-order mark at the start of the log, nor
/// zeros in front of it.
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
    var range = bytes.afterZeros(range)
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

extension [UInt8] {
  /// What stands in a range behind the zeros that it begins with: the hole of a file that was cut
  /// under a writer, who goes on where he was.
  func afterZeros(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    while start < range.upperBound, self[start] == 0 { start += 1 }
    return start..<range.upperBound
  }
}

extension Range<Int> {
  fileprivate mutating func removeLast() { self = lowerBound..<upperBound - 1 }
}

import Files
import JSONText

/// What of a line counts: not its carriage return, nor a byte-order mark at the start of the log, nor
/// zeros in front of it.
enum LineContent {
  /// UTF-8's byte-order mark, which some editors and shells write.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The part of the line at `range`, which has no newline, that a record may stand in.
  ///
  /// - Parameter isFirst: whether it is the log's first line, which tells what the file is.
  static func range(
    _ range: Range<Int>, in bytes: [UInt8], isFirst: Bool
  ) throws(BrokenLine) -> Range<Int> {
    var range = bytes.afterZeros(range)
    if isFirst {
      // An archive's head may hold the byte of a newline.
      let isArchive = bytes[range].starts(with: Array("PK".utf8))
      try refuseForeign(isArchive ? bytes[range.lowerBound...].prefix(512) : bytes[range])
      if bytes[range].starts(with: mark) {
        range = range.lowerBound + mark.count..<range.upperBound
      }
    }
    if let last = range.last, bytes[last] == UInt8(ascii: "\r") { range.removeLast() }
    if isFirst { try refuseOtherText(bytes[range]) }
    return range
  }

  /// Throws where a log that begins so is no text in UTF-8: it has no lines then.
  static func refuseForeign(_ bytes: ArraySlice<UInt8>) throws(BrokenLine) {
    guard let form = FileForm(bytes) else { return }
    switch form {
    case .torch, .pickle, .hdf5, .gguf, .npz, .npy:
      throw BrokenLine(
        "it is \(form.name), no session log; what runs with weights or an input of your own is "
          + "dropscope --weights FILE --input FILE"
      )
    default:
      let way = form.unpacking("FILE").map { ": \($0) | dropscope check -" }
      throw BrokenLine("it is \(form.name)\(way ?? ", no session log")")
    }
  }

  /// Throws where a first line is no object on one line.
  private static func refuseOtherText(_ line: ArraySlice<UInt8>) throws(BrokenLine) {
    let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let first = text.first else { return }
    switch first {
    case UInt8(ascii: "{"):
      let rest = text.dropFirst().first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      if rest == nil {
        throw BrokenLine(
          "it is JSON over several lines; a log has a record a line: "
            + "jq -c . FILE | dropscope check -")
      }
      if rest == UInt8(ascii: "'") {
        throw BrokenLine("it is a dictionary as Python prints it; json.dumps writes JSON")
      }
    case UInt8(ascii: "["):
      throw BrokenLine(
        "it is a JSON array; a log has a record a line: jq -c '.[]' FILE | dropscope check -")
    default:
      throw BrokenLine("it is no JSON; a session log begins with {\"t\":\"session\"")
    }
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

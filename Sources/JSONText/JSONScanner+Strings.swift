extension JSONScanner {
  /// Reads a string with its escapes resolved; a lone surrogate becomes U+FFFD.
  package mutating func string() throws(BrokenLine) -> String {
    let (range, isPlain) = try stringRange()
    if isPlain {
      return bytes[range].withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    guard let text = try unescape(range) else { throw BrokenLine("a string is not valid UTF-8") }
    return text
  }

  /// Steps over a string and says where its inside stands, and whether that is ASCII without
  /// escapes, as keys are.
  package mutating func stringRange() throws(BrokenLine) -> (range: Range<Int>, isPlain: Bool) {
    guard take(UInt8(ascii: "\"")) else { throw unexpected("a string") }
    let start = at
    var isPlain = true
    while at < end {
      // Keys are short, masks are long.
      if at - start == 16 { skipPlainWords() }
      guard at < end else { break }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        return (start..<at - 1, isPlain)
      case UInt8(ascii: "\\"):
        isPlain = false
        at += 2
      case 0..<0x20: throw BrokenLine("a string holds a control character that is not escaped")
      case 0x80...:
        isPlain = false
        at += 1
      default: at += 1
      }
    }
    at = end
    throw BrokenLine("a string has no closing quote")
  }

  /// Steps over eight bytes at a time, as long as all of them are ASCII that needs no look: no
  /// quote, no backslash, no control character.
  private mutating func skipPlainWords() {
    let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
    let (start, end) = (at, end)
    at = bytes.withUnsafeBytes { bytes in
      var at = start
      while end - at >= 8 {
        let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        // A byte of 0 borrows from its highest bit; so does one below 0x20.
        let odd =
          (quote &- ones) | (backslash &- ones) | (word &- ones &* 0x20) | word
        if odd & highs != 0 { break }
        at += 8
      }
      return at
    }
  }

  private func unescape(_ range: Range<Int>) throws(BrokenLine) -> String? {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] != UInt8(ascii: "\\") {
        text.append(bytes[index])
        index += 1
      } else {
        index = try unescape(at: index, before: range.upperBound, into: &text)
      }
    }
    return String(validating: text, as: UTF8.self)
  }

  /// Resolves the escape at `index`.
  ///
  /// - Returns: where the text goes on.
  private func unescape(
    at index: Int, before end: Int, into text: inout [UInt8]
  ) throws(BrokenLine) -> Int {
    guard index + 1 < end else { throw BrokenLine("a string ends within an escape") }
    switch bytes[index + 1] {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case let byte
    where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      || byte == UInt8(ascii: "/"):
      text.append(byte)
    case UInt8(ascii: "u"): return try unescapeUnicode(at: index, before: end, into: &text)
    default: throw BrokenLine("a string holds an unknown escape")
    }
    return index + 2
  }

  private func unescapeUnicode(
    at index: Int, before end: Int, into text: inout [UInt8]
  ) throws(BrokenLine) -> Int {
    guard let unit = codeUnit(at: index, before: end) else {
      throw BrokenLine("a string holds an escape \\u without four hex digits")
    }
    if UTF16.isLeadSurrogate(unit), let trail = codeUnit(at: index + 6, before: end),
      UTF16.isTrailSurrogate(trail)
    {
      text.append(contentsOf: String(decoding: [unit, trail], as: UTF16.self).utf8)
      return index + 12
    }
    text.append(contentsOf: String(decoding: [unit], as: UTF16.self).utf8)
    return index + 6
  }

  /// The UTF-16 unit of the escape `\uXXXX` at `index`; nil when none stands there.
  private func codeUnit(at index: Int, before end: Int) -> UInt16? {
    guard index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[index + 2..<index + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}

import JSONText

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where a call stands, read off the first bytes of its line.
enum LineHead {
  /// The number of the call on the line at `range`; nil for a record of another type.
  ///
  /// A line that begins with `t` and `n`, as all of ours do, is not read any further: what else
  /// stands on it is looked at when the call is wanted.
  static func call(_ bytes: [UInt8], _ range: Range<Int>) throws(BrokenLine) -> Int? {
    var scanner = JSONScanner(bytes, range: range)
    guard scanner.take(UInt8(ascii: "{")), scanner.takeWord("\"t\""),
      scanner.take(UInt8(ascii: ":"))
    else { return try anywhere(JSONScanner(bytes, range: range)) }
    guard scanner.takeWord("\"call\"") else { return nil }
    if scanner.take(UInt8(ascii: ",")), scanner.takeWord("\"n\""),
      scanner.take(UInt8(ascii: ":"))
    {
      return try number(&scanner)
    }
    return try anywhere(JSONScanner(bytes, range: range))
  }

  /// The same for keys in any order: the whole line is walked over.
  private static func anywhere(_ line: JSONScanner) throws(BrokenLine) -> Int? {
    var scanner = line
    var isCall: Bool?
    var found: Int?
    try scanner.object { (scanner, key) throws(BrokenLine) in
      switch key {
      case "t" where isCall == nil: isCall = try scanner.string() == "call"
      case "n" where isCall != false: found = try number(&scanner)
      default: try scanner.skip()
      }
    }
    guard isCall == true else { return nil }
    guard let found else { throw BrokenLine("a call record has no n") }
    return found
  }

  private static func number(_ scanner: inout JSONScanner) throws(BrokenLine) -> Int {
    try scanner.integer(in: 1...JSONScanner.largestCount, "n")
  }
}

extension [UInt8] {
  /// Where the first newline stands in a range of these bytes.
  func firstNewline(in range: Range<Int>) -> Int? {
    withUnsafeBytes { all in
      guard !range.isEmpty, let base = all.baseAddress,
        let found = memchr(base + range.lowerBound, 0x0A, range.count)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}

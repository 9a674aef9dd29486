import DropoutEngine
import JSONText

extension JSONScanner {
  /// Reads a shape whose product, and that of any part of it, is within the limits.
  mutating func shape() throws(BrokenLine) -> [Int] {
    let shape = try integers(
      limit: LogLimits.axes, in: 0...LogLimits.elements, "an extent of a shape")
    var product = 1
    for extent in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(extent, 1))
      guard !overflow, next <= LogLimits.elements else {
        throw BrokenLine("a shape holds more than \(LogLimits.elements) elements")
      }
      product = next
    }
    return shape
  }

  /// Reads a probability of dropping; nil where it is not known.
  mutating func rate() throws(BrokenLine) -> Rate? {
    guard let value = try finite("rate") else { return nil }
    guard let rate = try? Rate(value) else {
      throw BrokenLine("rate should be a number in 0...1")
    }
    return rate
  }

  /// Reads `true` or `false`; nil for `null`.
  mutating func flag(_ what: StaticString) throws(BrokenLine) -> Bool? {
    if takeNull() { return nil }
    if takeWord("true") { return true }
    if takeWord("false") { return false }
    throw BrokenLine("\(what) should be true or false")
  }

  /// Reads a string; nil for `null`.
  mutating func text() throws(BrokenLine) -> String? { takeNull() ? nil : try string() }

  /// Reads a string, or a number as it is written; nil for `null`.
  mutating func textOrNumber() throws(BrokenLine) -> String? {
    if takeNull() { return nil }
    if peek() == UInt8(ascii: "\"") { return try string() }
    return String(decoding: bytes[try numberRange()], as: UTF8.self)
  }

  /// Reads `train` or `eval`; nil for `null`.
  mutating func phase() throws(BrokenLine) -> Phase? {
    guard let word = try text() else { return nil }
    guard let phase = Phase(rawValue: word) else {
      throw BrokenLine("phase should be train or eval")
    }
    return phase
  }

  /// Steps over a string of hex digits and says where they stand; nil for `null`.
  mutating func hexRange() throws(BrokenLine) -> Range<Int>? {
    takeNull() ? nil : try stringRange().range
  }

  /// Packs the digits at `range` into a mask of `count` elements.
  func mask(_ range: Range<Int>, count: Int) throws(BrokenLine) -> Mask {
    let digits = (count + 7) / 8 * 2
    guard range.count == digits else {
      throw BrokenLine(
        "a mask of \(count) elements takes \(digits) hex digits and has \(range.count)")
    }
    guard let words = HexDigits.words(bytes[range]) else {
      throw BrokenLine("a mask holds something else than hex digits")
    }
    if count % 64 != 0, let last = words.last, last >> UInt64(count % 64) != 0 {
      throw BrokenLine("a mask of \(count) elements has bits set beyond its last element")
    }
    return Mask(words: words, count: count)
  }
}

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

  /// Reads a probability of dropping.
  mutating func rate() throws(BrokenLine) -> Rate {
    guard let value = try double("rate"), let rate = try? Rate(value) else {
      throw BrokenLine("rate should be a number in 0...1")
    }
    return rate
  }

  /// Reads the hex digits of a mask, or nil for `null`, without packing them yet.
  mutating func maskDigits() throws(BrokenLine) -> Range<Int>? {
    if takeNull() { return nil }
    return try stringRange().range
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

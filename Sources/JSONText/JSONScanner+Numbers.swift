extension JSONScanner {
  /// The largest integer that this format counts with, 2^53 - 1: doubles are exact up to there.
  ///
  /// It leaves sums and differences of two counts far from overflow.
  package static let largestCount = (1 << 53) - 1

  /// Reads a whole number in `range`. Like JSON itself, it takes 2.0 and 2e0 for 2.
  package mutating func integer(
    in range: ClosedRange<Int> = 0...largestCount, _ what: StaticString
  ) throws(BrokenLine) -> Int {
    var whole = shortInteger()
    if whole == nil { whole = try longInteger() }
    guard let whole, range.contains(whole) else {
      throw BrokenLine(
        "\(what) should be a whole number in \(range.lowerBound)...\(range.upperBound)")
    }
    return whole
  }

  /// Reads a whole number of 64 bits without a sign, exactly.
  package mutating func unsigned(_ what: StaticString) throws(BrokenLine) -> UInt64 {
    let range = try numberRange()
    var value: UInt64 = 0
    for byte in bytes[range] {
      let digit = byte &- UInt8(ascii: "0")
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(UInt64(digit))
      guard digit < 10, !overflow, !carry else {
        throw BrokenLine("\(what) should be a whole number in 0...\(UInt64.max)")
      }
      value = sum
    }
    return value
  }

  /// Reads a finite number; nil for `null`, NaN and infinities, which stand for what is not known.
  ///
  /// Whoever asks this way meets no number that a sum, a chart or a conversion could stumble over.
  package mutating func finite(_ what: StaticString) throws(BrokenLine) -> Double? {
    guard let value = try double(what), value.isFinite else { return nil }
    return value
  }

  /// Reads a number, `NaN`, `Infinity` and `-Infinity` among them; nil only for `null`.
  package mutating func double(_ what: StaticString) throws(BrokenLine) -> Double? {
    if takeNull() { return nil }
    if let value = shortInteger() { return Double(value) }
    let range = try numberRange()
    if let value = bytes.withUnsafeBytes({ DecimalNumber.double(.init(rebasing: $0[range])) }) {
      return value
    }
    guard let value = Double(text(range)), value.isFinite || isWord(range) else {
      throw BrokenLine("\(what) is too large a number")
    }
    return value
  }

  /// Reads an array of whole numbers in `range`.
  package mutating func integers(
    limit: Int, in range: ClosedRange<Int> = 0...largestCount, _ what: StaticString
  ) throws(BrokenLine) -> [Int] {
    if let values = plainIntegers(limit: limit, in: range) { return values }
    var values: [Int] = []
    try array(limit: limit) { (scanner) throws(BrokenLine) in
      values.append(try scanner.integer(in: range, what))
    }
    return values
  }

  /// Reads an array as ``integers(limit:in:_:)`` does and keeps nothing of it but the sum, which
  /// wraps around, and the largest.
  package mutating func total(
    limit: Int, in range: ClosedRange<Int> = 0...largestCount, _ what: StaticString
  ) throws(BrokenLine) -> (sum: Int, largest: Int) {
    var total = (sum: 0, largest: 0)
    let start = at
    var count = 0
    let isPlain = takePlainIntegers { value in
      total.sum &+= value
      total.largest = max(total.largest, value)
      count += 1
      return count <= limit && range.contains(value)
    }
    if isPlain { return total }
    at = start
    total = (0, 0)
    for value in try integers(limit: limit, in: range, what) {
      total.sum &+= value
      total.largest = max(total.largest, value)
    }
    return total
  }

  /// Takes an array that is written as logs write it, if one comes next.
  private mutating func plainIntegers(limit: Int, in range: ClosedRange<Int>) -> [Int]? {
    let start = at
    var values: [Int] = []
    values.reserveCapacity(min(limit, 64))
    let isPlain = takePlainIntegers { value in
      values.append(value)
      return values.count <= limit && range.contains(value)
    }
    if isPlain { return values }
    at = start
    return nil
  }

  /// Takes an array of integers of at most 15 digits without signs and blanks, until `take` wants no
  /// more.
  ///
  /// - Returns: whether it was all taken; if not, ``at`` is anywhere in it.
  @inline(__always)
  private mutating func takePlainIntegers(_ take: (Int) -> Bool) -> Bool {
    guard self.take(UInt8(ascii: "[")) else { return false }
    let (start, end) = (at, end)
    let stop: Int? = bytes.withUnsafeBufferPointer { bytes in
      var at = start
      while at < end {
        let first = at
        var value = 0
        while at < end, case let digit = bytes[at] &- UInt8(ascii: "0"), digit < 10 {
          value = value &* 10 &+ Int(digit)
          at += 1
        }
        let digits = at - first
        guard digits > 0, digits <= 15, at < end, digits == 1 || bytes[first] != UInt8(ascii: "0"),
          take(value)
        else { return nil }
        let next = bytes[at]
        at += 1
        if next == UInt8(ascii: "]") { return at }
        if next != UInt8(ascii: ",") { return nil }
      }
      return nil
    }
    guard let stop else { return false }
    at = stop
    return true
  }

  /// Takes an integer of at most 15 digits, if one comes next and is nothing but that.
  private mutating func shortInteger() -> Int? {
    guard let first = peek(), first != UInt8(ascii: "0") else { return takeZero() }
    var value = 0
    var index = at
    while index < end, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
      guard index - at < 15 else { return nil }
      value = value * 10 + Int(digit)
      index += 1
    }
    guard index > at, index == end || endsNumber(bytes[index]) else { return nil }
    at = index
    return value
  }

  private mutating func takeZero() -> Int? {
    guard at < end, bytes[at] == UInt8(ascii: "0"), at + 1 == end || endsNumber(bytes[at + 1])
    else { return nil }
    at += 1
    return 0
  }

  private func endsNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): false
    case UInt8(ascii: "0")...UInt8(ascii: "9"): false
    default: true
    }
  }

  /// Takes a number of any length, if it is whole; nil for `null` and other numbers, and past an
  /// Int.
  private mutating func longInteger() throws(BrokenLine) -> Int? {
    if takeNull() { return nil }
    let text = text(try numberRange())
    return Int(text) ?? Double(text).flatMap(Int.init(exactly:))
  }

  private func text(_ range: Range<Int>) -> String {
    bytes[range].withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether the number at `range` is one of the three words.
  private func isWord(_ range: Range<Int>) -> Bool {
    range.last.map { bytes[$0] >= UInt8(ascii: "A") } ?? false
  }

  /// Steps over a number and says where it stands: `-? int frac? exp?`, or one of the words that
  /// Python's json writes besides: `NaN`, `Infinity`, `-Infinity`.
  package mutating func numberRange() throws(BrokenLine) -> Range<Int> {
    _ = peek()
    let start = at
    if at < end, bytes[at] == UInt8(ascii: "-") { at += 1 }
    if at < end, bytes[at] >= UInt8(ascii: "A"),
      takeWord("Infinity") || (at == start && takeWord("NaN"))
    {
      return start..<at
    }
    let leadingZero = at < end && bytes[at] == UInt8(ascii: "0")
    let digits = takeDigits()
    if digits == 0 || (leadingZero && digits > 1) {
      at = start
      throw unexpected("a value")
    }
    if at < end, bytes[at] == UInt8(ascii: ".") {
      at += 1
      if takeDigits() == 0 { throw unexpected("a digit") }
    }
    if at < end, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < end, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      if takeDigits() == 0 { throw unexpected("a digit") }
    }
    return start..<at
  }

  private mutating func takeDigits() -> Int {
    let start = at
    while at < end, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    return at - start
  }
}

import Testing

@testable import JSONText

@Suite struct JSONNumberTests {
  @Test func `whole numbers may be written as floats; what is none is refused`() throws {
    for (text, value) in [("2.0", 2), ("2e0", 2), ("120E-1", 12), ("1e15", 1_000_000_000_000_000)] {
      #expect(try read(text) { try $0.integer("it") } == value)
    }
    for text in [
      "2.5", "-1", "1e300", "01", "1.", ".5", "+1", "--1", "1e", "", "9007199254740993", "null",
      "NaN", "Infinity", "-Infinity",
    ] {
      #expect(throws: BrokenLine.self, "\(text)") { try read(text) { try $0.integer("it") } }
    }
  }

  @Test func `whole numbers of more digits than a double holds are exact`() throws {
    for value in [9_007_199_254_740_993, .max, .min, -9_007_199_254_740_993] {
      #expect(try read("\(value)") { try $0.integer(in: .min ... .max, "it") } == value)
    }
    #expect(throws: BrokenLine.self) {
      try read("9223372036854775808") { try $0.integer(in: .min ... .max, "it") }
    }
    #expect(try read("\(UInt64.max)") { try $0.unsigned("it") } == .max)
  }

  @Test func `the words of Python's json are numbers, and null stays another thing`() throws {
    #expect(try number(" NaN")?.isNaN == true)
    #expect(try number("Infinity") == .infinity)
    #expect(try number("-Infinity") == -.infinity)
    #expect(try number("null") == nil)
    for text in ["NaN", "Infinity", "-Infinity", "null"] {
      #expect(try read(text) { try $0.finite("it") } == nil, "\(text)")
    }
    #expect(try read("-2.5e1") { try $0.finite("it") } == -25)
  }

  @Test func `what only looks like such a word is refused in a sentence`() {
    for text in ["nan", "-NaN", "- Infinity", "+Infinity", "Inf", "inf", "Infinit", "Na", "-", "N"]
    {
      #expect(throws: BrokenLine.self, "\(text)") { try number(text) }
      #expect(throws: BrokenLine.self, "\(text)") { try read(text) { try $0.skip() } }
    }
    #expect(problem("1e999") { _ = try $0.double("it") } == "it is too large a number")
    #expect(problem("-1e999") { _ = try $0.finite("it") } == "it is too large a number")
    #expect(
      problem("NaN") { _ = try $0.unsigned("it") }
        == "it should be a whole number in 0...18446744073709551615")
    #expect(problem(" -x") { try $0.skip() } == "a value should stand at byte 2")
  }

  @Test func `words that are not asked for are stepped over, wherever a value may stand`() throws {
    let text = #"{"a":NaN,"b":[Infinity , -Infinity,{"c": NaN }],"d":-1.5E+3}"#
    try read(text) { try $0.skip() }
    for length in 0..<text.utf8.count {
      #expect(throws: BrokenLine.self, "\(length) bytes") {
        try read(String(text.prefix(length))) { try $0.skip() }
      }
    }
  }

  private func number(_ text: String) throws -> Double? {
    try read(text) { try $0.double("it") }
  }

  /// Reads one value and nothing after it.
  private func read<T>(_ text: String, _ body: (inout JSONScanner) throws -> T) throws -> T {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes, range: 0..<bytes.count)
    let value = try body(&scanner)
    try scanner.finish()
    return value
  }

  private func problem(_ text: String, _ body: (inout JSONScanner) throws -> Void) -> String? {
    do { try read(text, body) } catch { return (error as? BrokenLine)?.reason }
    return nil
  }
}

@Suite struct DecimalNumberTests {
  @Test func `decimals are the doubles that the standard library reads, to the last bit`() throws {
    var random = SystemRandomNumberGenerator()
    func check(_ text: String) throws {
      var scanner = JSONScanner(Array(text.utf8), range: 0..<text.utf8.count)
      #expect(try scanner.double("it")?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
    for _ in 0..<5000 {
      let wide = Double(bitPattern: random.next())
      if wide.isFinite { try check("\(wide)") }
      try check("\(Double.random(in: -100...100))")
      try check("\(Double.random(in: 0...1e-4))")
      let digits = UInt64.random(in: 0...UInt64.max) >> UInt64.random(in: 0...63)
      try check("\(digits)e\(Int.random(in: -60...60))")
      try check("-0.\(digits)")
    }
  }

  @Test func `halfway cases, the longest digits and the ends of the range are read rightly`() throws
  {
    for text in [
      "9007199254740993.0", "9007199254740995.0", "9007199254740992.5", "0.5e0", "1e22", "1e23",
      "8.5e22", "9223372036854775808.0", "18446744073709551615.0", "1844674407370955161.5e1",
      "123456789012345678901.5", "2.2250738585072014e-308", "4.9e-324", "1e-400", "0.0", "-0.0",
      "1.7976931348623157e308", "1e-27", "1e-28", "1e55", "1e56", "0.000000000000000000000001e5",
      "6.631236846766476e-316", "1090544144181609348835077142190", "1e00005", "1e+005",
    ] {
      var scanner = JSONScanner(Array(text.utf8), range: 0..<text.utf8.count)
      #expect(try scanner.double("it")?.bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }

  @Test func `a total is what the integers of an array add up to, and refuses what they do`() throws
  {
    for text in ["[]", "[0]", "[1,2,3]", "[ 1 , 2.0,3e0 ]", "[9007199254740991,1]"] {
      var scanner = JSONScanner(Array(text.utf8), range: 0..<text.utf8.count)
      var other = scanner
      let values = try scanner.integers(limit: 4, "it")
      let total = try other.total(limit: 4, "it")
      #expect(total.sum == values.reduce(0, +) && total.largest == values.max() ?? 0)
      #expect(scanner.at == other.at)
    }
    for text in [
      "[1,2,3,4,5]", "[1,]", "[01]", "[-1]", "[1 2]", "[1", "[1.5]", "[1e99]", "{}", "[,1]",
    ] {
      var scanner = JSONScanner(Array(text.utf8), range: 0..<text.utf8.count)
      var other = scanner
      var reasons: [String] = []
      do throws(BrokenLine) { _ = try scanner.integers(limit: 4, "it") } catch {
        reasons.append(error.reason)
      }
      do throws(BrokenLine) { _ = try other.total(limit: 4, "it") } catch {
        reasons.append(error.reason)
      }
      #expect(reasons.count == 2 && reasons[0] == reasons.last, "\(text)")
    }
  }
}

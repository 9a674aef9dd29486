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

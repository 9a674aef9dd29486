import JSONText
import Testing

@Suite("Passing over what nobody wants")
struct PassingOverTests {
  /// What stands behind the first value.
  private func rest(_ text: String) throws -> String {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes, range: 0..<bytes.count)
    try scanner.passOver()
    return String(decoding: bytes[scanner.at...], as: UTF8.self)
  }

  @Test func `brackets and quotes in strings close nothing`() throws {
    #expect(try rest(#"{"a":"}]\"}","b":[1,{"c":"\\"}]},5"#) == ",5")
    #expect(try rest(#"["[",[],{}]x"#) == "x")
    #expect(try rest("12,") == ",")
    #expect(try rest(#""a]",1"#) == ",1")
  }

  @Test func `a text that ends early is an error, however deep it is`() {
    for text in ["{", "[[", #"{"a"#, #"["\"#, String(repeating: "[", count: 100_000)] {
      #expect(throws: BrokenLine.self, "\(text.prefix(9))") { try rest(text) }
    }
  }

  @Test func `an object is read until its reader has enough`() throws {
    let bytes = Array(#"{"x":[1],"mean":2,"sd":3,"bins":[1,,]} next"#.utf8)
    var scanner = JSONScanner(bytes, range: 0..<bytes.count)
    var keys: [String] = []
    try scanner.object(until: { (scanner, key) throws(BrokenLine) in
      keys.append(key)
      try scanner.passOver()
      return key == "sd"
    })
    #expect(keys == ["x", "mean", "sd"])
    #expect(String(decoding: bytes[scanner.at...], as: UTF8.self) == " next")
  }
}

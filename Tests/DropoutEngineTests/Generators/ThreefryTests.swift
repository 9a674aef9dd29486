import Testing

@testable import DropoutEngine

/// Threefry against keys and bits that JAX drew.
struct ThreefryTests {
  private func engine(_ key: [UInt32]) -> Threefry2x32 { Threefry2x32(key: (key[0], key[1])) }

  @Test("The known answer of Random123")
  func knownAnswer() {
    #expect(engine([0, 0]).hash(0, 0) == (0x6b20_0159, 0x99ba_4efe))
  }

  @Test("Splits, folds and bits are JAX's")
  func partitionable() throws {
    let cases = try RawFile.cases(of: "threefry")
    #expect(cases.count == 6)
    for raw in cases {
      let threefry = engine(try #require(raw.key).words)
      let split = (0..<3).flatMap { i -> [UInt32] in
        let (a, b) = threefry.hash(UInt64(i))
        return [a, b]
      }
      #expect(split == raw.split3?.words, "\(raw.id)")
      let folded = threefry.hash(0, 1)
      #expect([folded.0, folded.1] == raw.foldIn1?.words, "\(raw.id)")
      #expect((0..<5).map { threefry.bits(at: $0) } == raw.bits325?.words, "\(raw.id)")
      let first = threefry.bits64(at: 0)
      #expect([UInt32(first >> 32), UInt32(truncatingIfNeeded: first)] == Array(split.prefix(2)))
    }
  }

  @Test("The original layout is JAX's, for odd and even counts")
  func original() throws {
    for raw in try RawFile.cases(of: "threefry") {
      let threefry = engine(try #require(raw.key).words)
      #expect(threefry.originalWords(count: 5) == raw.originalBits325?.words, "\(raw.id)")
      #expect(threefry.originalWords(count: 6) == raw.originalSplit3?.words, "\(raw.id)")
    }
  }
}

import Testing

@testable import DropoutEngine

/// MT19937 against words and doubles that NumPy drew.
struct MersenneTwisterTests {
  private func twister(_ raw: RawCase) -> MersenneTwister {
    let digits = raw.seed.digits
    return digits.count == 1 ? MersenneTwister(seed: digits[0]) : MersenneTwister(key: digits)
  }

  @Test("Words are NumPy's, across refills, from numbers and from sequences")
  func words() throws {
    let cases = try RawFile.cases(of: "mt19937")
    #expect(cases.count == 6)
    for raw in cases {
      let indices = try #require(raw.u32Index)
      var twister = twister(raw)
      let drawn = (0...(indices.max() ?? 0)).map { _ in twister.next() }
      #expect(indices.map { drawn[$0] } == raw.u32, "\(raw.id)")
    }
  }

  @Test("Doubles are NumPy's, bit for bit")
  func doubles() throws {
    for raw in try RawFile.cases(of: "mt19937") {
      let expected = try #require(raw.double53Hex).compactMap { UInt64($0, radix: 16) }
      #expect(expected.count == 4, "\(raw.id)")
      var twister = twister(raw)
      let drawn = expected.map { _ in (Double(twister.next53()) * 0x1p-53).bitPattern }
      #expect(drawn == expected, "\(raw.id)")
    }
  }

  @Test("Skipping words is drawing them", arguments: [0, 1, 623, 624, 625, 1248, 5000])
  func skips(count: Int) {
    var drawn = MersenneTwister(seed: 3)
    _ = drawn.next()
    var skipped = drawn
    for _ in 0..<count { _ = drawn.next() }
    skipped.skip(words: count)
    #expect(skipped.next() == drawn.next())
  }

  @Test("The 10,000th word of seed 5489 is the C++ standard's")
  func tenThousandthWord() {
    var twister = MersenneTwister(seed: 5489)
    for _ in 1..<10_000 { _ = twister.next() }
    #expect(twister.next() == 4_123_659_995)
  }

  @Test("A copy goes on from where it was taken")
  func copies() {
    var twister = MersenneTwister(seed: 1)
    for _ in 0..<623 { _ = twister.next() }
    var copy = twister
    #expect((0..<3).map { _ in twister.next() } == (0..<3).map { _ in copy.next() })
  }
}

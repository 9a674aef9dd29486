import Testing

@testable import DropoutEngine

/// MT19937 against words and doubles that NumPy drew. Left out: `mt19937-array`, which is seeded
/// with a sequence, and the cases of other engines.
struct MersenneTwisterTests {
  private func cases() throws -> [(id: String, seed: UInt32, golden: GoldenCase)] {
    try GoldenFile.read("raw").cases.compactMap { golden in
      guard golden.kind == "mt19937", let seed = golden.seed.number else { return nil }
      return (golden.id, UInt32(seed), golden)
    }
  }

  @Test("Words are NumPy's, across refills")
  func words() throws {
    let cases = try cases()
    #expect(cases.count == 5)
    for (id, seed, golden) in cases {
      let indices = try #require(golden.u32Index)
      let expected = try #require(golden.u32)
      var twister = MersenneTwister(seed: seed)
      let drawn = (0...(indices.max() ?? 0)).map { _ in twister.next() }
      #expect(indices.map { drawn[$0] } == expected, "\(id)")
    }
  }

  @Test("Doubles are NumPy's, bit for bit")
  func doubles() throws {
    for (id, seed, golden) in try cases() {
      let expected = try #require(golden.double53Hex).compactMap { UInt64($0, radix: 16) }
      #expect(expected.count == 4, "\(id)")
      var twister = MersenneTwister(seed: seed)
      let drawn = expected.map { _ in (Double(twister.next53()) * 0x1p-53).bitPattern }
      #expect(drawn == expected, "\(id)")
    }
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

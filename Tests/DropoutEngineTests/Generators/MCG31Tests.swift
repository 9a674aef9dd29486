import Testing

@testable import DropoutEngine

/// MKL's generator against its definition in plain integers.
struct MCG31Tests {
  @Test("The first output is the seed modulo 2^31 - 1, and 1 where that is 0")
  func seeds() {
    for (seed, first) in [(0, 1), (1, 1), (0x7fff_ffff, 1), (0x8000_0000, 1), (42, 42)] {
      var generator = MCG31(seed: UInt32(seed))
      #expect(generator.next() == UInt32(first), "\(seed)")
      #expect(UInt64(generator.next()) == UInt64(first) * 1_132_489_760 % 0x7fff_ffff)
    }
  }

  @Test("Skipping is drawing", arguments: [0, 1, 2, 63, 64, 1000])
  func skips(count: Int) {
    var drawn = MCG31(seed: 0xdead_beef)
    var skipped = drawn
    for _ in 0..<count { _ = drawn.next() }
    skipped.skip(count)
    #expect(skipped.next() == drawn.next())
  }
}

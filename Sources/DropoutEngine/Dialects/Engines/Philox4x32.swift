/// Philox4x32-10, a counter-based generator (J. Salmon et al., "Parallel random numbers: as easy as
/// 1, 2, 3", 2011): any block is computed from its counter and the key alone.
struct Philox4x32: Sendable {
  /// The two words of the key, from a 64-bit seed, low word first.
  private let key: (UInt32, UInt32)

  init(seed: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// One block from one counter.
  func block(_ counter: (UInt32, UInt32, UInt32, UInt32)) -> (UInt32, UInt32, UInt32, UInt32) {
    var c = counter
    var k = key
    for _ in 0..<10 {
      let p = c.0.multipliedFullWidth(by: 0xD251_1F53)
      let q = c.2.multipliedFullWidth(by: 0xCD9E_8D57)
      c = (q.high ^ c.1 ^ k.0, q.low, p.high ^ c.3 ^ k.1, p.low)
      k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
    }
    return c
  }

  /// Eight blocks at once, one a lane: four vectors of words from four vectors of counters.
  ///
  /// A product of 64-bit lanes needs their low halves alone, so words stay in 64-bit lanes, and what
  /// is above them never reaches them.
  @inline(__always)
  func blocks(_ counter: Counters) -> Counters {
    let words = wide(
      SIMD8(truncatingIfNeeded: counter.0), SIMD8(truncatingIfNeeded: counter.1),
      SIMD8(truncatingIfNeeded: counter.2), SIMD8(truncatingIfNeeded: counter.3))
    return (
      SIMD8(truncatingIfNeeded: words.0), SIMD8(truncatingIfNeeded: words.1),
      SIMD8(truncatingIfNeeded: words.2), SIMD8(truncatingIfNeeded: words.3)
    )
  }

  /// The words c0 to c3 of eight counters (in) or blocks (out).
  typealias Counters = (SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>)

  /// The same in the low halves of 64-bit lanes.
  typealias Wide = (SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>, SIMD8<UInt64>)

  @inline(__always)
  func wide(
    _ c0: SIMD8<UInt64>, _ c1: SIMD8<UInt64>, _ c2: SIMD8<UInt64>, _ c3: SIMD8<UInt64>
  ) -> Wide {
    var c = (c0, c1, c2, c3)
    var k = key
    for _ in 0..<10 {
      let p = (c.0 & 0xffff_ffff) &* 0xD251_1F53
      let q = (c.2 & 0xffff_ffff) &* 0xCD9E_8D57
      c = (q &>> 32 ^ (c.1 ^ UInt64(k.0)), q, p &>> 32 ^ (c.3 ^ UInt64(k.1)), p)
      k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
    }
    return c
  }
}

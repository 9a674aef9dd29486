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
  @inline(__always)
  func blocks(_ counter: Counters) -> Counters {
    var c = counter
    var k0 = key.0
    var k1 = key.1
    for _ in 0..<10 {
      let p = SIMD8<UInt64>(truncatingIfNeeded: c.0) &* 0xD251_1F53
      let q = SIMD8<UInt64>(truncatingIfNeeded: c.2) &* 0xCD9E_8D57
      let highP = SIMD8<UInt32>(truncatingIfNeeded: p &>> 32)
      let highQ = SIMD8<UInt32>(truncatingIfNeeded: q &>> 32)
      c = (
        highQ ^ c.1 ^ k0, SIMD8<UInt32>(truncatingIfNeeded: q),
        highP ^ c.3 ^ k1, SIMD8<UInt32>(truncatingIfNeeded: p)
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return c
  }

  /// The words c0 to c3 of eight counters (in) or blocks (out).
  typealias Counters = (SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>, SIMD8<UInt32>)
}

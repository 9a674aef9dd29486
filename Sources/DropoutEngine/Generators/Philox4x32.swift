/// Philox4x32-10, a counter-based generator (J. Salmon et al., "Parallel random numbers: as easy as
/// 1, 2, 3", 2011): any block is computed from its counter and the key alone.
struct Philox4x32: Sendable {
  /// The two words of the key, from a 64-bit seed, low word first.
  let key: (UInt32, UInt32)

  init(seed: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// One block from one counter; FlashAttention takes seven rounds.
  func block(
    _ counter: (UInt32, UInt32, UInt32, UInt32), rounds: Int = 10
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var c = counter
    var k = key
    for _ in 0..<rounds {
      let p = c.0.multipliedFullWidth(by: 0xD251_1F53)
      let q = c.2.multipliedFullWidth(by: 0xCD9E_8D57)
      c = (q.high ^ c.1 ^ k.0, q.low, p.high ^ c.3 ^ k.1, p.low)
      k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85)
    }
    return c
  }
}

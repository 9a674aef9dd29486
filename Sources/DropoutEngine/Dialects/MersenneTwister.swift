/// MT19937 of M. Matsumoto and T. Nishimura (1998), seeded with one word.
///
/// The engine under NumPy's legacy generator and PyTorch's CPU generator.
struct MersenneTwister: Sendable {
  private static let size = 624
  private static let shift = 397

  private var state: [UInt32]
  private var position = MersenneTwister.size

  /// Knuth's multiplicative initialisation from one word (dialects.md 2.1).
  init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(Self.size)
    for i in 1..<Self.size {
      let previous = state[i - 1]
      state.append(1_812_433_253 &* (previous ^ previous >> 30) &+ UInt32(i))
    }
  }

  /// The next 32 bits.
  mutating func next() -> UInt32 {
    if position == Self.size { refill() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= y << 7 & 0x9d2c_5680
    y ^= y << 15 & 0xefc6_0000
    return y ^ y >> 18
  }

  /// The next double as NumPy draws it, as the 53-bit integer `U * 2^53`.
  mutating func next53() -> UInt64 {
    let high = UInt64(next() >> 5)
    let low = UInt64(next() >> 6)
    return high << 26 | low
  }

  private mutating func refill() {
    let size = Self.size
    let shift = Self.shift
    for k in 0..<size - shift { twist(k, k + 1, k + shift) }
    for k in size - shift..<size - 1 { twist(k, k + 1, k + shift - size) }
    twist(size - 1, 0, shift - 1)
    position = 0
  }

  private mutating func twist(_ k: Int, _ next: Int, _ far: Int) {
    let y = state[k] & 0x8000_0000 | state[next] & 0x7fff_ffff
    state[k] = state[far] ^ y >> 1 ^ (0 &- (y & 1)) & 0x9908_b0df
  }
}

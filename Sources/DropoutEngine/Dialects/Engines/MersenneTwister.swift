/// MT19937 of M. Matsumoto and T. Nishimura (1998).
///
/// The engine under NumPy's legacy generator and PyTorch's CPU generator (dialects.md 2.1).
struct MersenneTwister: Sendable {
  static let size = 624
  static let shift = 397

  private var state: [UInt32]
  private var position = MersenneTwister.size

  /// Knuth's multiplicative initialisation from one word.
  init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(Self.size)
    for i in 1..<Self.size {
      let previous = state[i - 1]
      state.append(1_812_433_253 &* (previous ^ previous >> 30) &+ UInt32(i))
    }
  }

  /// The authors' initialisation from an array of at least one word (2002), NumPy's for sequences.
  init(key: [UInt32]) {
    precondition(!key.isEmpty, "an array seed has at least one word")
    self.init(seed: 19_650_218)
    var i = 1
    for step in 0..<max(Self.size, key.count) {
      let j = step % key.count
      let mixed = state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) &* 1_664_525
      state[i] = mixed &+ key[j] &+ UInt32(truncatingIfNeeded: j)
      i = wrapped(i + 1)
    }
    for _ in 1..<Self.size {
      let mixed = state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) &* 1_566_083_941
      state[i] = mixed &- UInt32(i)
      i = wrapped(i + 1)
    }
    state[0] = 0x8000_0000
  }

  private mutating func wrapped(_ i: Int) -> Int {
    if i < Self.size { return i }
    state[0] = state[Self.size - 1]
    return 1
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

  /// Passes over words as if they had been drawn.
  mutating func skip(words: Int) {
    precondition(words >= 0, "a generator does not go back")
    for _ in 0..<words { _ = next() }
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

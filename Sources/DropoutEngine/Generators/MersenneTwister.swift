/// MT19937 of M. Matsumoto and T. Nishimura (1998).
///
/// The engine under NumPy's legacy generator and PyTorch's CPU generator (dialects.md 2.1).
struct MersenneTwister: Sendable {
  static let size = 624
  static let shift = 397

  private var state: [UInt32]
  /// The next word of the state; at 624 the state is used up.
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
    defer { position += 1 }
    return Self.tempered(state[position])
  }

  /// The output function.
  static func tempered(_ word: UInt32) -> UInt32 {
    var y = word
    y ^= y >> 11
    y ^= y << 7 & 0x9d2c_5680
    y ^= y << 15 & 0xefc6_0000
    return y ^ y >> 18
  }

  /// Lends the words that are left of this refill, at least one, still to be tempered, and passes
  /// over as many as `use` says it used.
  @inline(__always)
  mutating func withWords(_ use: (UnsafeBufferPointer<UInt32>) -> Int) {
    if position == Self.size { refill() }
    position += state[position...].withUnsafeBufferPointer(use)
  }

  /// Passes over words as if they had been drawn, at the cost of the refills alone.
  mutating func skip(words: Int) {
    precondition(words >= 0, "a generator does not go back")
    var rest = words
    while rest > Self.size - position {
      rest -= Self.size - position
      refill()
    }
    position += rest
  }

  /// Computes the next 624 words of the state in place (dialects.md 2.1), eight at a time: a word
  /// depends on its successor, which is still old, and on one at least 227 words away.
  private mutating func refill() {
    let size = Self.size
    let shift = Self.shift
    state.withUnsafeMutableBufferPointer { buffer in
      guard let words = buffer.baseAddress else { return }
      Self.twist(words, 0..<size - shift, far: shift)
      Self.twist(words, size - shift..<size - 1, far: shift - size)
      words[size - 1] = Self.twisted(words[size - 1], words[0], far: words[shift - 1])
    }
    position = 0
  }

  @inline(__always)
  private static func twist(_ words: UnsafeMutablePointer<UInt32>, _ range: Range<Int>, far: Int) {
    var k = range.lowerBound
    while k + 8 <= range.upperBound {
      let word = words + k
      let next = vector(word + 1)
      let y = (vector(word) ^ next) & 0x8000_0000 ^ next
      // All ones where the last bit is set; comparing integer lanes would go one by one.
      let odd = 0 &- (next & 1)
      store(vector(word + far) ^ y &>> 1 ^ odd & 0x9908_b0df, word)
      k += 8
    }
    for rest in k..<range.upperBound {
      words[rest] = twisted(words[rest], words[rest + 1], far: words[rest + far])
    }
  }

  private static func twisted(_ word: UInt32, _ next: UInt32, far: UInt32) -> UInt32 {
    let y = word & 0x8000_0000 | next & 0x7fff_ffff
    return far ^ y >> 1 ^ (0 &- (y & 1)) & 0x9908_b0df
  }
}

extension MersenneTwister {
  /// The next four words, without drawing them.
  var upcoming: [UInt32] {
    var copy = self
    return (0..<4).map { _ in copy.next() }
  }
}

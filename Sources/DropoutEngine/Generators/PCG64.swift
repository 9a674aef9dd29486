/// PCG64 (XSL RR 128/64) of M. O'Neill (2014): a 128-bit congruential generator with an output
/// permutation; the engine under NumPy's `default_rng` (dialects.md 2.2).
struct PCG64: Sendable {
  static let multiplier: UInt128 = 2_549_297_995_355_413_924 << 64 | 4_865_540_595_714_422_341

  var state: UInt128
  let increment: UInt128
  /// The high half of a word whose low half was drawn.
  private(set) var half: UInt32?

  /// Seeds state and stream as NumPy does.
  init(seedSequence: SeedSequence) {
    let words = seedSequence.words64(4).map { UInt128($0) }
    increment = (words[2] << 64 | words[3]) << 1 | 1
    state = increment
    state &+= words[0] << 64 | words[1]
    step()
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    step()
    return Self.output(of: state)
  }

  /// The next 32 bits: the low half of a word, then its high half. ``next()`` neither uses nor
  /// clears the half that is left.
  mutating func next32() -> UInt32 {
    if let half {
      self.half = nil
      return half
    }
    let word = next()
    half = UInt32(truncatingIfNeeded: word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }

  /// Jumps over 64-bit words in logarithmic time and, as NumPy's `advance` does, forgets a half
  /// that is left (F. Brown, "Random number generation with arbitrary strides", 1994).
  mutating func advance(by count: UInt128) {
    let (factor, term) = Self.jump(count, increment: increment)
    state = state &* factor &+ term
    half = nil
  }

  private mutating func step() { state = state &* Self.multiplier &+ increment }

  /// The factor and term of `count` steps at once.
  static func jump(_ count: UInt128, increment: UInt128) -> (factor: UInt128, term: UInt128) {
    var factor: UInt128 = 1
    var term: UInt128 = 0
    var (power, sum) = (multiplier, increment)
    var rest = count
    while rest > 0 {
      if rest & 1 == 1 {
        factor = factor &* power
        term = term &* power &+ sum
      }
      sum = (power &+ 1) &* sum
      power = power &* power
      rest >>= 1
    }
    return (factor, term)
  }

  /// The xor of both halves, rotated by the top six bits.
  @inline(__always)
  static func output(of state: UInt128) -> UInt64 {
    let high = UInt64(truncatingIfNeeded: state >> 64)
    let word = high ^ UInt64(truncatingIfNeeded: state)
    let turn = high >> 58
    return word &>> turn | word &<< (0 &- turn)
  }
}

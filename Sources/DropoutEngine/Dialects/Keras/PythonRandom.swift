/// `random.Random(seed)` of Python: MT19937 seeded with the 32-bit digits of a whole number. Keras and
/// TensorFlow number their default seeds with it.
struct PythonRandom {
  private var twister: MersenneTwister

  /// - Parameter seed: its size counts, not its sign.
  init(seed: WholeNumber) {
    twister = MersenneTwister(key: seed.digits.isEmpty ? [0] : seed.digits)
  }

  /// `randint(low, high)`: the top bits of a word, again until they are small enough.
  mutating func number(in range: ClosedRange<UInt32>) -> UInt32 {
    let count = UInt64(range.upperBound - range.lowerBound) + 1
    let bits = 64 - count.leadingZeroBitCount
    while true {
      let number = twister.next() >> UInt32(32 - min(bits, 32))
      if UInt64(number) < count { return range.lowerBound + number }
    }
  }
}

/// The words that a TensorFlow op draws: Philox4x32-10 from a key and a counter of 128 bits, four words a
/// block.
struct TensorFlowStream: Sendable {
  /// The key.
  var key: UInt64
  /// The counter, low half and high.
  var counter: (low: UInt64, high: UInt64)

  init(key: UInt64, counter: (low: UInt64, high: UInt64)) {
    self.key = key
    self.counter = counter
  }

  /// That of the stateless ops, which scramble a pair of seeds.
  init(stateless first: Int64, _ second: Int64) {
    let (a, b) = (UInt64(bitPattern: first), UInt64(bitPattern: second))
    let scrambler = Philox4x32(seed: 0x0246_1e29_3ec8_f720)
    let words = scrambler.block(
      (
        UInt32(truncatingIfNeeded: a), UInt32(truncatingIfNeeded: a >> 32),
        UInt32(truncatingIfNeeded: b), UInt32(truncatingIfNeeded: b >> 32)
      ))
    self.init(
      key: UInt64(words.1) << 32 | UInt64(words.0),
      counter: (0, UInt64(words.3) << 32 | UInt64(words.2)))
  }

  /// Block `index` from the counter on.
  func block(_ index: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
    let (low, carries) = counter.low.addingReportingOverflow(index)
    let high = counter.high &+ (carries ? 1 : 0)
    return Philox4x32(seed: key).block(
      (
        UInt32(truncatingIfNeeded: low), UInt32(truncatingIfNeeded: low >> 32),
        UInt32(truncatingIfNeeded: high), UInt32(truncatingIfNeeded: high >> 32)
      ))
  }

  /// Moves the counter by so many blocks.
  mutating func advance(by blocks: UInt64) {
    let (low, carries) = counter.low.addingReportingOverflow(blocks)
    counter = (low, counter.high &+ (carries ? 1 : 0))
  }

  /// The mask of `count` elements: kept where the uniform is not below the rate, in the tensor's type.
  ///
  /// - Parameter isCompiled: by XLA, which takes the upper bits of a word.
  func mask(count: Int, rate: Double, type: ElementType, isCompiled: Bool) -> Mask {
    switch type {
    case .float64: mask64(count: count, limit: UInt64((rate * 0x1p52).rounded(.up)))
    case .float32: mask32(count: count, rate: Float(rate), bits: 23, areUpper: isCompiled)
    case .float16: mask32(count: count, rate: type.rounded(rate), bits: 10)
    case .bfloat16: mask32(count: count, rate: type.rounded(rate), bits: 7)
    }
  }

  /// A word an element, of which so many bits count: the lowest, or the upper ones.
  private func mask32(count: Int, rate: Float, bits: UInt32, areUpper: Bool = false) -> Mask {
    let limit = UInt64((rate * Float(1 << bits)).rounded(.up))
    let test = KeepTest(limit: limit << UInt64(32 - bits), keepsBelow: false)
    return Philox4x32(seed: key).maskOfBlocks(
      count: count, low: counter.low, high: counter.high, shift: areUpper ? 0 : 32 - bits,
      range: KeepRange(test, bits: 32))
  }

  private func mask64(count: Int, limit: UInt64) -> Mask {
    Mask(
      (0..<count).map { element in
        let words = block(UInt64(element / 2))
        let (first, second) = element % 2 == 0 ? (words.0, words.1) : (words.2, words.3)
        return UInt64(first & 0xf_ffff) << 32 | UInt64(second) >= limit
      })
  }
}

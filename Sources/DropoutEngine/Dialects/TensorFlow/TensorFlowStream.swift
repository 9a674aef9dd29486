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
    case .float64: return mask64(count: count, limit: UInt64((rate * 0x1p52).rounded(.up)))
    case .float32:
      let limit = UInt32((Float(rate) * 0x1p23).rounded(.up))
      return isCompiled
        ? mask32(count: count) { $0 >> 9 >= limit }
        : mask32(count: count) { $0 & 0x7f_ffff >= limit }
    case .float16:
      let limit = UInt32((type.rounded(rate) * 0x1p10).rounded(.up))
      return mask32(count: count) { $0 & 0x3ff >= limit }
    case .bfloat16:
      let limit = UInt32((type.rounded(rate) * 0x1p7).rounded(.up))
      return mask32(count: count) { $0 & 0x7f >= limit }
    }
  }

  @inline(__always)
  private func mask32(count: Int, keeps: (UInt32) -> Bool) -> Mask {
    var writer = MaskWriter(count: count)
    var index: UInt64 = 0
    while writer.left > 0 {
      var bits: UInt64 = 0
      let size = min(64, writer.left)
      for four in 0..<(size + 3) / 4 {
        let words = block(index)
        index += 1
        var nibble: UInt64 = keeps(words.0) ? 1 : 0
        nibble |= keeps(words.1) ? 2 : 0
        nibble |= keeps(words.2) ? 4 : 0
        nibble |= keeps(words.3) ? 8 : 0
        bits |= nibble << UInt64(4 * four)
      }
      writer.append(first: size, of: bits)
    }
    return writer.mask(inverted: false)
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

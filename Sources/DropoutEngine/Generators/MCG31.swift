/// MCG31m1, the multiplicative generator of Intel's MKL, under PyTorch 2.0 to 2.6 on x86
/// (P. L'Ecuyer, 1999; dialects.md 2.3).
struct MCG31: Sendable {
  /// Outputs are 1 to `modulus - 1`.
  static let modulus: UInt64 = 1 << 31 - 1
  static let multiplier: UInt64 = 1_132_489_760

  private var state: UInt64

  init(seed: UInt32) {
    let rest = UInt64(seed) % Self.modulus
    state = rest == 0 ? 1 : rest
  }

  /// The next output; the first is the seed itself.
  mutating func next() -> UInt32 {
    defer { state = state * Self.multiplier % Self.modulus }
    return UInt32(state)
  }

  /// Passes over `count` outputs, in logarithmic time.
  mutating func skip(_ count: Int) {
    state = state * Self.factor(ofSteps: count) % Self.modulus
  }

  /// A mask of one output an element.
  mutating func mask(count: Int, test: KeepTest) -> Mask {
    var writer = MaskWriter(count: count)
    var lanes = MCG31Lanes(from: self)
    let limit = UInt32(test.limit)
    while writer.left >= 32 { writer.append(lanes.below(limit), size: 32) }
    skip(writer.filled)
    while writer.left > 0 { writer.append(UInt64(next()) < test.limit ? 1 : 0, size: 1) }
    return writer.mask(inverted: !test.keepsBelow)
  }

  /// What `count` steps multiply by.
  static func factor(ofSteps count: Int) -> UInt64 {
    precondition(count >= 0, "a generator does not go back")
    var result: UInt64 = 1
    var power = multiplier
    var rest = count
    while rest > 0 {
      if rest & 1 == 1 { result = result * power % modulus }
      power = power * power % modulus
      rest >>= 1
    }
    return result
  }
}

/// The next sixteen outputs, in two vectors that step by sixteen.
private struct MCG31Lanes {
  private var first: SIMD8<UInt32>
  private var second: SIMD8<UInt32>
  private let factor = MCG31.factor(ofSteps: 16)

  init(from start: MCG31) {
    var start = start
    first = .zero
    second = .zero
    for lane in 0..<8 { first[lane] = start.next() }
    for lane in 0..<8 { second[lane] = start.next() }
  }

  /// Whether each of the next 32 outputs is below the limit, at most 2^31.
  @inline(__always)
  mutating func below(_ limit: UInt32) -> UInt64 {
    var bits = SignBits()
    for place: UInt32 in [0, 2] {
      bits.add(first &- limit, place: place)
      bits.add(second &- limit, place: place + 1)
      first = step(first)
      second = step(second)
    }
    return bits.word
  }

  /// `2^31` is 1 modulo `2^31 - 1`, so the product's upper bits are added to its lower 31; the sum
  /// is below twice the modulus.
  @inline(__always)
  private func step(_ state: SIMD8<UInt32>) -> SIMD8<UInt32> {
    let modulus = UInt32(MCG31.modulus)
    let product = SIMD8<UInt64>(truncatingIfNeeded: state) &* factor
    let upper = SIMD8<UInt32>(truncatingIfNeeded: product &>> 31)
    let sum = SIMD8<UInt32>(truncatingIfNeeded: product) & modulus &+ upper
    let rest = sum &- modulus
    let negative = unsafeBitCast(rest, to: SIMD8<Int32>.self) &>> 31
    return rest &+ (unsafeBitCast(negative, to: SIMD8<UInt32>.self) & modulus)
  }
}

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
    Mask(count: count, test: test) { UInt64(next()) }
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

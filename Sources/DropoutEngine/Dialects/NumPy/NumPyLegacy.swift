internal import RealModule

/// `numpy.random.seed(s)` and then `numpy.random.binomial(1, 1 - rate, shape)` for every mask, or
/// `numpy.random.rand(*shape) < 1 - rate` (dialects.md 3.1).
///
/// Two words an element, also for rates 0 and 1.
struct NumPyLegacy: MaskGenerator {
  private var twister: MersenneTwister

  /// Seeded with one word.
  init(seed: UInt32) {
    twister = MersenneTwister(seed: seed)
  }

  /// Nil for what `numpy.random.seed` refuses.
  ///
  /// - Parameter skipped: how many words were drawn before, by `randn` or else.
  init?(seed: Seed, skipping skipped: Int = 0) {
    switch seed {
    case .number(let number):
      guard let word = number.word else { return nil }
      twister = MersenneTwister(seed: word)
    case .sequence(let numbers):
      let words = numbers.compactMap(\.word)
      guard words.count == numbers.count, !words.isEmpty else { return nil }
      twister = MersenneTwister(key: words)
    }
    twister.skip(words: skipped)
  }

  mutating func mask(_ call: MaskCall) -> Mask? {
    if call.operation == .evaluation { return nil }
    let keep = call.keep
    let test =
      call.operation == .belowKeep
      ? KeepTest.below(keep, bits: 53)
      : .binomial(keep: keep) { p in Double.exp(Double.log(1 - p)) }
    return twister.mask53(count: call.count, style: .numpy, test: test)
  }

  mutating func skip(_ call: MaskCall) {
    if call.operation != .evaluation { twister.skip(words: 2 * call.count) }
  }

  var upcoming: UpcomingDraws { .words32(twister.upcoming) }
}

extension WholeNumber {
  /// The value, where it is in 0...2^32-1.
  fileprivate var word: UInt32? { !isNegative && digits.count == 1 ? digits[0] : nil }
}

extension Dialect {
  /// NumPy's legacy generator and its binomial.
  public static let numpyLegacy = Dialect(
    family: "numpy-legacy", summary: "np.random.seed(s); np.random.binomial(1, 1 - p, shape)",
    seeds: "0 to 4294967295",
    operations: ["binomial": .standard, "rand<keep": .belowKeep],
    options: [DialectOption.skipWords],
    output: numPyOutput,
    sources: { dialect, _ in
      [nil, "rand<keep"].map { MaskSource(dialect: dialect, operation: $0) }
    }
  ) { seed, options in NumPyLegacy(seed: seed, skipping: options[.skipWords]) }

  /// The article's `mask * x / (1 - rate)` in float64.
  static let numPyOutput: DropoutOutput.Rule = { input, mask, call in
    .double(input.indices.map { (mask[$0] ? 1 : 0) * input[$0] / call.rate.keep })
  }
}

internal import RealModule

/// `numpy.random.seed(s)` and then `numpy.random.binomial(1, 1 - rate, shape)` for every mask.
///
/// The inversion algorithm for one trial, in integers (dialects.md 3.1 and 7): with
/// `Q = exp(log(1 - p))` and the 53-bit integer `k` of a draw `U`, `U > Q` is
/// `k > floor(Q * 2^53)`. Two words an element, also for rates 0 and 1.
struct NumPyLegacy: MaskGenerator {
  private(set) var twister: MersenneTwister

  init(seed: UInt32) {
    twister = MersenneTwister(seed: seed)
  }

  mutating func mask(count: Int, rate: Rate, at site: DrawSite) -> Mask? {
    // NumPy inverts for the smaller probability and flips the result where keep > 0.5.
    let flips = rate.keep > 0.5
    let p = flips ? 1 - rate.keep : rate.keep
    let limit = UInt64(Double.exp(Double.log(1 - p)) * 0x1p53)
    var words = [UInt64](repeating: 0, count: Mask.wordCount(for: count))
    for index in words.indices {
      var word: UInt64 = 0
      for bit in 0..<UInt64(min(64, count - 64 * index)) {
        let success: UInt64 = twister.next53() > limit ? 1 : 0
        word |= success << bit
      }
      words[index] = flips ? ~word : word
    }
    return Mask(words: words, count: count)
  }
}

extension Dialect {
  /// NumPy's legacy generator and its binomial.
  public static let numpyLegacy = Dialect(
    name: "numpy-legacy", summary: "np.random.seed(s); np.random.binomial(1, 1 - p, shape)",
    largestSeed: UInt64(UInt32.max)
  ) { NumPyLegacy(seed: UInt32(truncatingIfNeeded: $0)) }
}

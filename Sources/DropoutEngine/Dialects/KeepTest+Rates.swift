/// The rules of the frameworks in whole numbers (dialects.md 7).
extension KeepTest {
  /// Kept when the uniform `k / 2^bits` is below `keep`, in the precision of `Value`.
  static func below<Value: BinaryFloatingPoint>(_ keep: Value, bits: Int) -> KeepTest {
    KeepTest(limit: UInt64((keep * Value(1 << bits)).rounded(.up)), keepsBelow: true)
  }

  /// Kept when the 24-bit uniform is above `rate`.
  static func above(_ rate: Float) -> KeepTest {
    KeepTest(limit: UInt64((rate * 0x1p24).rounded(.down)) + 1, keepsBelow: false)
  }

  /// NumPy's binomial for one trial, which inverts the distribution of the rarer outcome and flips
  /// the result where `keep` is above one half: success means that the 53-bit `U > Q`.
  ///
  /// - Parameter unlikely: `Q = exp(log(1 - p))` of the rarer outcome's p, as NumPy computes it.
  static func binomial(keep: Double, unlikely: (Double) -> Double) -> KeepTest {
    let flips = keep > 0.5
    let q = unlikely(flips ? 1 - keep : keep)
    return KeepTest(limit: UInt64(q * 0x1p53) + 1, keepsBelow: flips)
  }

  /// Kept up to the first integer of `0...end` that `keeps` refuses; it refuses all after that one.
  static func bisecting(upTo end: UInt64, keeps: (UInt64) -> Bool) -> KeepTest {
    var (low, high) = (UInt64(0), end)
    while low < high {
      let middle = low + (high - low) / 2
      if keeps(middle) { low = middle + 1 } else { high = middle }
    }
    return KeepTest(limit: low, keepsBelow: true)
  }
}

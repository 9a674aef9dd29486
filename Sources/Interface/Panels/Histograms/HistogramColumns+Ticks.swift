import DropoutEngine

extension HistogramColumns {
  /// Round values within a range, at most `count` of them: multiples of 1, 2 or 5 times a power of
  /// ten.
  static func ticks(_ range: HistogramRange, atMost count: Int) -> [Double] {
    let span = range.high - range.low
    guard count > 0, span > 0, span.isFinite, span > 1e-12, span < 1e15 else { return [] }
    for exponent in -13...15 {
      // Multiplied or divided by a whole power, so that 0.3 is 3/10 and not 3 x 0.1.
      let power = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
      func value(_ multiple: Double) -> Double {
        exponent < 0 ? multiple / power : multiple * power
      }
      for factor in [1.0, 2, 5] {
        let step = value(factor)
        let (first, last) = ((range.low / step).rounded(.up), (range.high / step).rounded(.down))
        if last - first + 1 <= Double(count), last >= first {
          return stride(from: first, through: last, by: 1).map { value($0 * factor) }
        }
      }
    }
    return []
  }
}

/// The axis that the three stages of a layer share: `low...high`, cut into equal bins.
public struct HistogramRange: Sendable, Hashable {
  /// Lower edge of the first bin.
  public var low: Double
  /// Upper edge of the last bin.
  public var high: Double

  /// An axis from `low` to `high`.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

/// An axis of 64 bins whose width is a power of two and on which zero is an edge.
///
/// Such an axis makes binning exact: `x / width` only moves the exponent of a float, so that no
/// value lands in a neighbour's bin. It reaches from 0, or from `-high` when values are negative.
/// Zero always lies on it, since that is where dropped elements go.
struct HistogramAxis: Sendable, Equatable {
  static let binCount = 64
  /// Bin widths are 2^exponent.
  private(set) var exponent: Int
  /// Whether half of the bins lie below zero.
  private(set) var isSigned: Bool

  /// The axis of nothing but zeros, 0...1.
  static let unit = HistogramAxis(exponent: -6, isSigned: false)

  /// Bins from zero upwards.
  private var positiveBins: Int { isSigned ? Self.binCount / 2 : Self.binCount }

  /// Index of the bin that begins at zero.
  var zeroBin: Int { Self.binCount - positiveBins }

  /// Width of a bin.
  var width: Float { Float(sign: .plus, exponent: exponent, significand: 1) }

  /// 1 / width; exact.
  var inverseWidth: Float { Float(sign: .plus, exponent: -exponent, significand: 1) }

  var range: HistogramRange {
    let width = Double(sign: .plus, exponent: exponent, significand: 1)
    return HistogramRange(
      low: isSigned ? -Double(zeroBin) * width : 0, high: Double(positiveBins) * width)
  }

  /// Follows the values from call to call: widens at once to cover them, and narrows when they fill
  /// less than three eighths of it, so that the picture does not jump with every call.
  ///
  /// - Parameters:
  ///   - low: the smallest value, nil when nothing is finite.
  ///   - high: the largest value.
  mutating func cover(low: Float?, high: Float?) {
    guard let low, let high else { return }
    if low < 0 && !isSigned { isSigned = true }
    let reach = Double(max(abs(low), abs(high)))
    guard reach > 0 else { return }
    // In double precision: the end of the widest axes is beyond the largest float.
    let end = range.high
    if reach > end || reach < 0.375 * end {
      let whole = Int(reach.exponent) + (reach.significand > 1 ? 1 : 0)
      let bits = isSigned ? 5 : 6
      exponent = max(whole - bits, -120)
    }
  }
}

import DropoutEngine

/// A histogram's bins brought to the columns of a plot, its zeros taken out.
enum HistogramColumns {
  /// How many of the columns there is room for are used: whole groups of bins, or whole columns a
  /// bin, where that fills 85% of the room; else all, and bins are split.
  static func count(bins: Int, room: Int) -> Int {
    guard bins > 0, room > 0 else { return 0 }
    let whole: Int
    if room >= bins {
      whole = room / bins * bins
    } else {
      let least = (bins + room - 1) / room
      let group = (least...bins).first { bins % $0 == 0 } ?? bins
      whole = bins / group
    }
    return whole * 20 >= room * 17 ? whole : room
  }

  /// Spreads counts over columns in proportion to overlap; their sum stays the same.
  static func resample(_ bins: [Double], to columns: Int) -> [Double] {
    guard columns > 0, !bins.isEmpty else { return [] }
    var result = Array(repeating: 0.0, count: columns)
    // In units of 1/(bins x columns) of the axis every edge is a whole number.
    for (index, count) in bins.enumerated() where count != 0 {
      let (start, end) = (index * columns, (index + 1) * columns)
      var column = start / bins.count
      while column < columns, column * bins.count < end {
        let overlap = min(end, (column + 1) * bins.count) - max(start, column * bins.count)
        result[column] += count * Double(overlap) / Double(columns)
        column += 1
      }
    }
    return result
  }

  /// The bins without the exact zeros, which stand in a bar of their own.
  static func withoutZeros(_ stage: StageStatistics, _ range: HistogramRange) -> [Double] {
    var bins = stage.bins.map { Double(max(0, $0)) }
    let span = range.high - range.low
    guard !bins.isEmpty, range.low <= 0, range.high >= 0, span > 0, span.isFinite else {
      return bins
    }
    let index = min(bins.count - 1, Int(-range.low / span * Double(bins.count)))
    bins[index] = max(0, bins[index] - Double(max(0, stage.zeros)))
    return bins
  }

  /// Round values within a range, at most `count` of them: multiples of 1, 2, 4 or 5 times a power
  /// of ten; 4, because the engine's axes end at powers of two.
  static func ticks(_ range: HistogramRange, atMost count: Int) -> [Double] {
    let span = range.high - range.low
    guard count > 0, span > 0, span.isFinite, span > 1e-12, span < 1e15 else { return [] }
    for exponent in -13...15 {
      // Multiplied or divided by a whole power, so that 0.3 is 3/10 and not 3 x 0.1.
      let power = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
      func value(_ multiple: Double) -> Double {
        exponent < 0 ? multiple / power : multiple * power
      }
      for factor in [1.0, 2, 4, 5] {
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

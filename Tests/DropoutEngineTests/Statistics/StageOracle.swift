@testable import DropoutEngine

/// The statistics of a stage in plain double arithmetic, with `np.histogram`'s bins: half open, but
/// for the last, which is closed.
enum StageOracle {
  static func statistics(of values: [Float], on range: HistogramRange) -> StageStatistics {
    let width = (range.high - range.low) / 64
    let edges = (0...64).map { range.low + Double($0) * width }
    var bins = [Int](repeating: 0, count: 64)
    var below = 0
    var above = 0
    let finite = values.filter(\.isFinite).map { Double($0) }
    for value in finite {
      if value < edges[0] {
        below += 1
      } else if value > edges[64] {
        above += 1
      } else {
        bins[min(edges.lastIndex { $0 <= value } ?? 0, 63)] += 1
      }
    }
    let mean = finite.isEmpty ? nil : finite.reduce(0, +) / Double(finite.count)
    let variance = mean.map { mean in
      finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(finite.count)
    }
    return StageStatistics(
      mean: mean, sd: variance?.squareRoot(), min: finite.min(), max: finite.max(),
      zeros: finite.count { $0 == 0 }, nan: values.count { $0.isNaN },
      inf: values.count { $0.isInfinite }, below: below, above: above, bins: bins)
  }

  /// What differs between measured and expected statistics, as text; nil when nothing does.
  ///
  /// Counts and extremes are compared exactly. Sums of n doubles in another order differ by at most
  /// n ulps of the sum of magnitudes, which 1e-12 covers for the sizes of tests.
  static func difference(_ a: StageStatistics, _ b: StageStatistics, values: [Float]) -> String? {
    var left = a
    left.mean = b.mean
    left.sd = b.sd
    if left != b { return "counts or extremes: \(a), expected \(b)" }
    let reach = values.filter(\.isFinite).map { Double(abs($0)) }.max() ?? 0
    for (x, y) in [(a.mean, b.mean), (a.sd, b.sd)] {
      switch (x, y) {
      case (nil, nil): break
      case (let x?, let y?) where abs(x - y) <= 1e-12 * reach: break
      default: return "moment \(x as Any), expected \(y as Any)"
      }
    }
    return nil
  }
}

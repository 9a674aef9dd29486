/// Computes the statistics of one stage's tensor in two passes: extremes and mean, then spread and
/// histogram.
///
/// Sums run in double precision over the float values; the second pass is centred, so that the sd
/// of a narrow spread far from zero keeps its digits.
struct StageMeter {
  /// Finite elements.
  private(set) var finite = 0
  /// Exact zeros.
  private(set) var zeros = 0
  /// Smallest finite value; nil when there is none.
  private(set) var smallest: Float?
  /// Largest finite value; nil when there is none.
  private(set) var largest: Float?
  /// Mean of the finite values; nil when there are none.
  private(set) var mean: Double?
  private let values: Stretches

  /// Runs the first pass.
  init(_ values: [Float]) { self.init(Stretches(values)) }

  /// Runs the first pass.
  init(_ values: Stretches) {
    self.values = values
    var lanes = ExtremeLanes()
    values.forEach { values in
      let whole = values.count / 8 * 8
      var local = lanes
      if let base = values.baseAddress {
        for index in stride(from: 0, to: whole, by: 8) { local.add(vector(base + index)) }
      }
      lanes = local
      if whole < values.count {
        // Elements beyond the end count as NaN, and so nowhere.
        var rest = SIMD8<Float>(repeating: .nan)
        for index in whole..<values.count { rest[index - whole] = values[index] }
        lanes.add(rest)
      }
    }
    finite = Int(lanes.finite.wrappedSum())
    zeros = Int(lanes.zeros.wrappedSum())
    guard finite > 0 else { return }
    smallest = lanes.smallest.min()
    largest = lanes.largest.max()
    mean = (lanes.lowSum.sum() + lanes.highSum.sum()) / Double(finite)
  }

  /// Runs the second pass.
  func statistics(on axis: HistogramAxis) -> StageStatistics {
    var bins = BinCounter(axis: axis)
    values.forEach { bins.count($0, around: mean ?? 0) }
    var squares = bins.squares
    var nan = 0
    if finite < values.count {
      squares = 0
      values.forEach { values in
        for value in values {
          if value.isNaN { nan += 1 }
          guard let mean, value.isFinite else { continue }
          let distance = Double(value) - mean
          squares += distance * distance
        }
      }
    }
    return StageStatistics(
      mean: mean, sd: mean.map { _ in (squares / Double(finite)).squareRoot() },
      min: smallest.map { Double($0) }, max: largest.map { Double($0) },
      zeros: zeros, nan: nan, inf: values.count - finite - nan,
      below: bins.below, above: bins.above, bins: bins.bins)
  }
}

/// Running extremes of eight interleaved sub-sequences.
private struct ExtremeLanes {
  var smallest = SIMD8<Float>(repeating: .infinity)
  var largest = SIMD8<Float>(repeating: -.infinity)
  var lowSum = SIMD4<Double>.zero
  var highSum = SIMD4<Double>.zero
  var finite = SIMD8<UInt32>.zero
  var zeros = SIMD8<UInt32>.zero

  @inline(__always)
  mutating func add(_ x: SIMD8<Float>) {
    let one = SIMD8<UInt32>(repeating: 1)
    let isFinite = (x - x) .== 0
    let addend = SIMD8<Float>.zero.replacing(with: x, where: isFinite)
    smallest.replace(with: x, where: isFinite .& (x .< smallest))
    largest.replace(with: x, where: isFinite .& (x .> largest))
    lowSum += SIMD4<Double>(addend.lowHalf)
    highSum += SIMD4<Double>(addend.highHalf)
    finite &+= SIMD8<UInt32>.zero.replacing(with: one, where: isFinite)
    zeros &+= SIMD8<UInt32>.zero.replacing(with: one, where: x .== 0)
  }
}

internal import RealModule

/// What theory expects where blocks overlap: with w the chance of no seed, an element that k seeds
/// reach is kept with w^k, and two that k and l reach, m of them both, with w^(k + l - m).
extension DropBlock {
  /// Maps of more elements are told by their kept share alone: pairs would be too many.
  private static let largestMap = 256

  /// The share of elements that are kept, exactly.
  public func keptShare(shape: [Int], rate: Rate) -> Expectation? {
    guard (try? check(shape: shape, rate: rate, phase: .train)) != nil, !shape.contains(0) else {
      return nil
    }
    guard rate.value > 0 else { return Expectation(mean: 1, sd: 0) }
    let map = BlockMap(self, shape: shape)
    let chance = BlockChance(map, noSeed: 1 - map.chance(rate.value))
    let size = Double(map.extents.reduce(1, *))
    // One mask a plane; channels that share it fall together, and change nothing in the share.
    let variance = chance.covarianceSum / (size * size * Double(max(map.planes, 1)))
    return Expectation(mean: chance.keptSum / size, sd: max(0, variance).squareRoot())
  }

  /// Kept elements; of the stages nothing, without the values.
  public func predictions(of before: MomentsBefore, effect: DropoutEffect) -> LayerPredictions {
    var predictions = LayerPredictions(kept: nil, masked: nil, after: nil, zeros: nil)
    guard effect.draws else {
      return ElementDropout().predictions(of: before, effect: effect)
    }
    guard let shape = before.shape, let rate = try? Rate(1 - effect.keep),
      let share = keptShare(shape: shape, rate: rate)
    else { return predictions }
    let count = Double(shape.reduce(1, *))
    predictions.elements = Expectation(
      mean: count * share.mean, sd: share.sd.map { $0 * count })
    return predictions
  }

  /// Those of the values; the last stage is of first order.
  public func predictions(
    of values: [Float], shape: [Int], rate: Rate, effect: DropoutEffect
  ) -> LayerPredictions {
    let moments = MomentsBefore(values, drawnShape: shape, over: shape)
    var predictions = self.predictions(of: moments, effect: effect)
    guard effect.draws, let share = keptShare(shape: shape, rate: rate) else {
      return predictions
    }
    let count = Double(values.count)
    predictions.elements = Expectation(
      mean: count * share.mean, sd: share.sd.map { $0 * count })
    let map = BlockMap(self, shape: shape)
    let size = map.extents.reduce(1, *)
    guard size <= Self.largestMap, values.allSatisfy(\.isFinite) else { return predictions }
    let chance = BlockChance(map, noSeed: 1 - map.chance(rate.value))
    let channels = values.count / max(map.planes * size, 1)
    let sums = BlockSums(values, size: size, channels: channels, kept: chance.kept)
    let pairs = chance.covariances
    let square = count * count
    let maskedMean = sums.kept / count
    let maskedError = sums.spread(of: sums.planes, pairs) / square
    predictions.masked = Prediction(
      mean: maskedMean,
      sd: max(0, sums.keptSquares / count - maskedMean * maskedMean - maskedError).squareRoot(),
      standardError: max(0, maskedError).squareRoot())
    predictions.zeros = Expectation(
      mean: Double(moments.zeros)
        + sums.others.indices.reduce(0) { sum, index in
          sum + sums.others[index] * (1 - chance.kept[index % size])
        }, sd: max(0, sums.spread(of: sums.others, pairs)).squareRoot())
    predictions.after = after(sums, pairs, chance.kept, count: count, share: share.mean)
    predictions.isApproximate = isScaled
    return predictions
  }

  private func after(
    _ sums: BlockSums, _ pairs: [Double], _ kept: [Double], count: Double, share: Double
  ) -> Prediction? {
    guard isScaled else {
      let mean = sums.kept / count
      let error = sums.spread(of: sums.planes, pairs) / (count * count)
      return Prediction(
        mean: mean, sd: max(0, sums.keptSquares / count - mean * mean - error).squareRoot(),
        standardError: max(0, error).squareRoot())
    }
    let whole = count * share
    guard whole > 0 else { return nil }
    let mean = sums.kept / whole
    let around = sums.planes.map { $0 - mean * Double(sums.channels) }
    let error = sums.spread(of: around, pairs) / (whole * whole)
    return Prediction(
      mean: mean, sd: max(0, sums.keptSquares / whole - mean * mean - error).squareRoot(),
      standardError: max(0, error).squareRoot())
  }
}

/// Sums of a tensor over what blocks leave of it.
private struct BlockSums {
  /// Channels that share a mask.
  let channels: Int
  /// Σ x over the channels that share a mask, plane by plane.
  private(set) var planes: [Double] = []
  /// How many of those are not zero.
  private(set) var others: [Double] = []
  /// Σ x e, e the chance of keeping.
  private(set) var kept = 0.0
  /// Σ x² e.
  private(set) var keptSquares = 0.0
  private let size: Int

  init(_ values: [Float], size: Int, channels: Int, kept chances: [Double]) {
    self.channels = channels
    self.size = size
    let planeCount = values.count / max(channels * size, 1)
    planes = Array(repeating: 0, count: planeCount * size)
    others = planes
    for plane in 0..<planeCount {
      for channel in 0..<channels {
        for place in 0..<size {
          let value = Double(values[(plane * channels + channel) * size + place])
          planes[plane * size + place] += value
          others[plane * size + place] += value == 0 ? 0 : 1
          kept += value * chances[place]
          keptSquares += value * value * chances[place]
        }
      }
    }
  }

  /// Σ over planes of Σ X_i K_ij X_j.
  func spread(of numbers: [Double], _ pairs: [Double]) -> Double {
    var sum = 0.0
    for start in stride(from: 0, to: numbers.count, by: size) {
      for i in 0..<size where numbers[start + i] != 0 {
        var row = 0.0
        for j in 0..<size { row += pairs[i * size + j] * numbers[start + j] }
        sum += numbers[start + i] * row
      }
    }
    return sum
  }
}

/// The chances of a map's elements, alone and in pairs.
private struct BlockChance {
  /// The chance of each element of a map to be kept.
  let kept: [Double]
  private let noSeed: Double
  /// For each axis and pair of places on it: how many seeds reach one, the other, and both.
  private let axes: [[(Int, Int, Int)]]
  private let extents: [Int]

  init(_ map: BlockMap, noSeed: Double) {
    self.noSeed = noSeed
    extents = map.extents
    let reaching = extents.indices.map { map.reaching($0) }
    axes = reaching.map { places in
      places.flatMap { a in places.map { b in (a.count, b.count, a.clamped(to: b).count) } }
    }
    var counts = [1]
    for places in reaching { counts = counts.flatMap { one in places.map { one * $0.count } } }
    kept = counts.map { Double.pow(noSeed, $0) }
  }

  var keptSum: Double { kept.reduce(0, +) }

  /// Σ K over all pairs, by how many have the same counts.
  var covarianceSum: Double {
    struct Counts: Hashable { var a, b, both: Int }
    var whole: [Counts: Double] = [Counts(a: 1, b: 1, both: 1): 1]
    for axis in axes {
      var one: [Counts: Double] = [:]
      for (a, b, both) in axis { one[Counts(a: a, b: b, both: both), default: 0] += 1 }
      var product: [Counts: Double] = [:]
      for (x, m) in whole {
        for (y, n) in one {
          product[Counts(a: x.a * y.a, b: x.b * y.b, both: x.both * y.both), default: 0] += m * n
        }
      }
      whole = product
    }
    return whole.reduce(0) { sum, entry in
      sum + entry.value * covariance(entry.key.a, entry.key.b, entry.key.both)
    }
  }

  /// K of each pair of elements.
  var covariances: [Double] {
    let size = kept.count
    var result = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0..<size {
        var counts = (a: 1, b: 1, both: 1)
        var (left, right) = (i, j)
        for axis in extents.indices.reversed() {
          let pair = axes[axis][left % extents[axis] * extents[axis] + right % extents[axis]]
          counts = (counts.a * pair.0, counts.b * pair.1, counts.both * pair.2)
          left /= extents[axis]
          right /= extents[axis]
        }
        result[i * size + j] = covariance(counts.a, counts.b, counts.both)
      }
    }
    return result
  }

  private func covariance(_ a: Int, _ b: Int, _ both: Int) -> Double {
    both == 0
      ? 0 : Double.pow(noSeed, a + b - both) - Double.pow(noSeed, a) * Double.pow(noSeed, b)
  }
}

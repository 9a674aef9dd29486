import RealModule

/// Evidence from several exponential tilts at once: a mixture, with equal weights or given ones.
///
/// Each tilt θ multiplies a factor exp(θ x - κ(θ)) a step, where κ is at least the logarithm of the
/// mean of exp(θ x) under what is healthy. The mixture of such products is at most 1 in the mean.
struct Tilts: Sendable {
  let tilts: [Double]
  /// The logarithm of each tilt's weight.
  private let weights: [Double]
  /// Σ (θ x - κ(θ)) for each tilt.
  private(set) var sums: [Double]
  /// The lowest sum so far and the call that it was reached at: from there on it grew.
  private var lowest: [(sum: Double, number: Int)]

  /// - Parameter weights: how much each tilt counts, in any unit.
  init(_ tilts: [Double], weights: [Double]? = nil) {
    self.tilts = tilts
    let weights = weights ?? Array(repeating: 1, count: tilts.count)
    let all = Double.log(weights.reduce(0, +))
    self.weights = weights.map { Double.log($0) - all }
    sums = Array(repeating: 0, count: tilts.count)
    lowest = Array(repeating: (0, 0), count: tilts.count)
  }

  /// Adds to the sum of one tilt.
  mutating func add(_ value: Double, at index: Int, number: Int) {
    sums[index] += value
    if sums[index] < lowest[index].sum { lowest[index] = (sums[index], number) }
  }

  /// Adds θ x - c κ to the sum of each tilt.
  ///
  /// - Parameter costs: κ for each tilt.
  /// - Returns: what ``bound`` is then.
  mutating func add(_ x: Double, costs: [Double], times c: Double, number: Int) -> Double {
    precondition(costs.count == tilts.count && sums.count == costs.count, "a cost for each tilt")
    var most = -Double.infinity
    for index in costs.indices {
      let sum = sums[index] + (tilts[index] * x - c * costs[index])
      sums[index] = sum
      if sum < lowest[index].sum { lowest[index] = (sum, number) }
      most = Swift.max(most, sum)
    }
    return most
  }

  /// The logarithm of the evidence.
  var logEvidence: Double { logSum(zip(sums, weights).map { $0 + $1 }) }

  /// An upper bound on ``logEvidence``, for a look in passing.
  var bound: Double { sums.max() ?? -.infinity }

  /// The last call before the evidence began to grow; 0 where it grew from the start.
  var last: Int {
    guard let index = sums.indices.max(by: { sums[$0] < sums[$1] }) else { return 0 }
    return lowest[index].number
  }
}

extension Tilts {
  /// Tilts up and down, each a fraction of the one before.
  static func bothWays(_ sizes: [Double]) -> [Double] { sizes + sizes.map { -$0 } }
}

/// The correlation of draws at two places, over calls each with its own rate.
///
/// A pair counts (m − q)(m′ − q′) / √(pq p′q′), of mean 0 and variance 1 where draws are independent:
/// the mean of many is their correlation, its standard error 1/√pairs.
package struct LagTally: Sendable, Equatable {
  private var sum = 0.0
  /// How many pairs there were.
  package private(set) var pairs = 0.0

  package init() {}

  /// Takes pairs of draws with these chances to keep.
  package mutating func add(_ count: PairCount, keep: Double, other: Double) {
    let variance = keep * (1 - keep) * other * (1 - other)
    guard count.pairs > 0, variance > 0 else { return }
    let (n, x, y) = (Double(count.pairs), Double(count.first), Double(count.second))
    sum += (Double(count.both) - other * x - keep * y + n * keep * other) / variance.squareRoot()
    pairs += n
  }

  /// Nil before the first pair.
  package var correlation: Double? { pairs > 0 ? sum / pairs : nil }

  /// 1/√pairs.
  package var standardError: Double? { pairs > 0 ? 1 / pairs.squareRoot() : nil }

  /// How many standard errors it lies from none.
  package var sigma: Double? { pairs > 0 ? sum / pairs.squareRoot() : nil }
}

/// The places whose draws are held against each other.
package enum DrawLag: Int, Sendable, CaseIterable {
  case nextUnit, twoAway, fourAway, eightAway, sixteenAway, nextSample, nextCall, fiveCallsOn

  /// How far apart within a sample; nil where it is another sample or call.
  var units: Int? {
    switch self {
    case .nextUnit: 1
    case .twoAway: 2
    case .fourAway: 4
    case .eightAway: 8
    case .sixteenAway: 16
    case .nextSample, .nextCall, .fiveCallsOn: nil
    }
  }

  /// How many draws of the site later.
  var draws: Int? {
    switch self {
    case .nextCall: 1
    case .fiveCallsOn: 5
    default: nil
    }
  }
}

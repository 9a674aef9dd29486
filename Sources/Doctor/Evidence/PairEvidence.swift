import DropoutEngine
import RealModule

/// Evidence that draws which should be independent move together, or against each other.
///
/// Given how many of P pairs have a one in front (X) and behind (Y), the pairs with two are
/// hypergeometric whatever the rate: so nothing is asked of it. Their exponential mean is at most
/// that of Y draws with chance X/P (W. Hoeffding, 1963), so that
/// exp(θ N - Y log(1 + X/P (e^θ - 1))) has a mean of at most 1. The rarer outcome in front takes the
/// part of the ones: there the bound is tight.
struct PairEvidence: Sendable {
  private(set) var tilts = Tilts(Self.sizes)
  private var surplus = 0.0
  private var variance = 0.0
  private var largest = 0.0
  /// Pairs that were looked at.
  private(set) var pairs = 0
  /// The call at which the evidence first sufficed.
  private(set) var alarm: Int?

  fileprivate static let growth = sizes.map { Double.expMinusOne($0) }
  private static let sizes = Tilts.bothWays([1.8, 0.6, 0.2, 0.06, 0.02])

  /// Takes the pairs of a call.
  ///
  /// - Parameter costs: are kept from call to call.
  mutating func take(
    _ count: PairCount, number: Int, threshold: Double, _ costs: inout PairCosts
  ) {
    var count = count
    if count.first * 2 > count.pairs {
      count.both = count.pairs - count.first - count.second + count.both
      count.first = count.pairs - count.first
      count.second = count.pairs - count.second
    }
    pairs += count.pairs
    guard count.pairs > 1, count.first > 0, count.second > 0 else { return }
    let (all, x, y) = (Double(count.pairs), Double(count.first), Double(count.second))
    let bound = tilts.add(
      Double(count.both), costs: costs[first: count.first, of: count.pairs], times: y,
      number: number)
    let spread = x * y * (all - x) * (all - y)
    surplus += Double(count.both) - x * y / all
    variance += spread / (all * all * (all - 1))
    largest += spread.squareRoot() / all
    if alarm == nil, bound >= threshold, tilts.logEvidence >= threshold { alarm = number }
  }

  /// The correlation, 1 where both always agree.
  var correlation: Double { largest > 0 ? surplus / largest : 0 }

  /// How many standard deviations the agreements lie above what independence gives.
  var sigma: Double? { variance > 0 ? surplus / variance.squareRoot() : nil }
}

/// log(1 + X/P (e^θ - 1)) for each tilt: masks of few elements come to the same few again and again.
struct PairCosts: Sendable {
  /// Most pairs whose costs are kept: together they take 5 MB at most, and far less as a rule.
  private static let limit = 512
  /// By the number of pairs, and by how many of them have a one in front.
  private var known: [[[Double]]] = []

  /// The costs, the rarer outcome in front.
  subscript(first first: Int, of pairs: Int) -> [Double] {
    mutating get {
      guard pairs <= Self.limit else { return Self.costs(Double(first) / Double(pairs)) }
      while known.count <= pairs { known.append([]) }
      if known[pairs].isEmpty { known[pairs] = Array(repeating: [], count: pairs / 2 + 1) }
      if known[pairs][first].isEmpty {
        known[pairs][first] = Self.costs(Double(first) / Double(pairs))
      }
      return known[pairs][first]
    }
  }

  // No growth is so small that log(1 + z) would lose what counts, and it is the faster one.
  private static func costs(_ share: Double) -> [Double] {
    PairEvidence.growth.map { Double.log(1 + share * $0) }
  }
}

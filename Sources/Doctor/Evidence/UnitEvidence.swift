import DropoutEngine
import RealModule

/// Evidence that units are dropped more or less often than their neighbours.
///
/// Given that K of a call's n decisions keep, each unit has B of them, and how many of those drop is
/// hypergeometric: its exponential mean is at most the binomial's (W. Hoeffding, 1963).
struct UnitEvidence: Sendable {
  private static let tilts = Tilts.bothWays([4, 1.5, 0.6, 0.2, 0.06])
  private static let growth = tilts.map { Double.expMinusOne($0) }

  private(set) var counts: UnitCounts
  private var costs = Array(repeating: 0.0, count: tilts.count)
  /// The call at which the evidence first sufficed.
  private(set) var alarm: Int?
  /// The first call that was counted.
  private(set) var first = 0

  init(units: Int) { counts = UnitCounts(units: units) }

  /// Takes the mask of a call.
  mutating func add(_ mask: Mask, number: Int, threshold: Double) {
    let before = counts.rows
    counts.add(mask)
    let rows = counts.rows - before
    let whole = rows * counts.units
    // Only whole rows count; a mask that is none has no units.
    guard whole == mask.count, rows > 0 else { return }
    if first == 0 { first = number }
    let dropped = 1 - Double(mask.kept) / Double(mask.count)
    for (index, growth) in Self.growth.enumerated() {
      costs[index] += Double(rows) * Double.log(onePlus: dropped * growth)
    }
    // A look costs as much as some rows; where calls have one row each, some of them wait for it.
    guard counts.waiting >= min(8, 1 + (counts.rows - counts.waiting) / 16) else { return }
    counts.settle()
    if alarm == nil, isOdd(threshold) { alarm = number }
  }

  /// Counts the rows that wait for it.
  mutating func settle() { counts.settle() }

  /// Whether the evidence of the unit that is kept least, or most, suffices.
  func isOdd(_ threshold: Double) -> Bool {
    guard let most = counts.kept.max(), let least = counts.kept.min() else { return false }
    return mayReach(threshold, kept: least) && evidence(kept: least) >= threshold
      || mayReach(threshold, kept: most) && evidence(kept: most) >= threshold
  }

  /// Whether the evidence, which is at most that of its strongest tilt, may be so large: for a look
  /// in passing.
  private func mayReach(_ threshold: Double, kept: UInt32) -> Bool {
    let dropped = Double(counts.rows) - Double(kept)
    return costs.indices.contains { Self.tilts[$0] * dropped - costs[$0] >= threshold }
  }

  /// The logarithm of the evidence that a unit is odd.
  func evidence(of unit: Int) -> Double { evidence(kept: counts.kept[unit]) }

  private func evidence(kept: UInt32) -> Double {
    let dropped = Double(counts.rows) - Double(kept)
    let sums = zip(Self.tilts, costs).map { $0 * dropped - $1 }
    return logSum(sums) - Double.log(Double(sums.count))
  }

  /// The share of all decisions that kept.
  var share: Double {
    let kept = counts.kept.reduce(0) { $0 + Double($1) }
    return kept / max(1, Double(counts.rows) * Double(counts.units))
  }

  /// How much rows agree because units differ from each other: the spread of their shares beyond
  /// what chance gives, over that of one decision.
  var explainedCorrelation: Double {
    let (rows, share) = (Double(counts.rows), share)
    guard rows > 1, share > 0, share < 1 else { return 0 }
    let squares = counts.kept.reduce(0) { sum, kept in
      let distance = Double(kept) / rows - share
      return sum + distance * distance
    }
    let spread = squares / Double(counts.units) - share * (1 - share) / rows
    return max(0, spread / (share * (1 - share)))
  }
}

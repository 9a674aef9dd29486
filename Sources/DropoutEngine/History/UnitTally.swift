import RealModule

/// How often each unit of a site was kept, beside what its rates say of every one of them.
package struct UnitTally: Sendable, Equatable {
  /// Draws of each unit that kept.
  package var kept: [UInt32]
  /// Draws of each unit.
  package var rows: Int
  /// Σq over them, and Σpq.
  package var expected: Double
  package var variance: Double
  /// The chance that all draws were made with; nil where rates changed.
  package var keep: Double?
  /// Whether the rate is not known, and what all units together kept stands in for it.
  package var isMeasured: Bool

  package init(
    kept: [UInt32], rows: Int, expected: Double, variance: Double, keep: Double?,
    isMeasured: Bool = false
  ) {
    self.kept = kept
    self.rows = rows
    self.expected = expected
    self.variance = variance
    self.keep = keep
    self.isMeasured = isMeasured
  }

  /// One mask alone; nil where chance has no part in it.
  ///
  /// - Parameter keep: nil where the rate is not known.
  package init?(_ mask: Mask, units: Int, keep: Double?) {
    var counts = UnitCounts(units: units)
    counts.add(mask)
    counts.settle()
    let share = keep ?? Double(mask.kept) / Double(max(1, mask.count))
    guard counts.rows > 0, counts.rows * units == mask.count, share > 0, share < 1 else {
      return nil
    }
    self.init(
      kept: counts.kept, rows: counts.rows, expected: Double(counts.rows) * share,
      variance: Double(counts.rows) * share * (1 - share), keep: share, isMeasured: keep == nil)
  }

  /// How far a unit lies from what is expected, in standard deviations.
  package func sigma(_ unit: Int) -> Double {
    variance > 0 ? (Double(kept[unit]) - expected) / variance.squareRoot() : 0
  }

  /// So many degrees has ``chiSquared``: one less where the rate was taken from the counts.
  package var degrees: Int { kept.count - (isMeasured ? 1 : 0) }

  /// Σz² over all units.
  package var chiSquared: Double {
    guard variance > 0 else { return 0 }
    return kept.reduce(0) { sum, kept in
      let distance = Double(kept) - expected
      return sum + distance * distance
    } / variance
  }

  /// The chance of a larger ``chiSquared``; nil where so few were drawn that counts are no normal
  /// numbers yet.
  package var chance: Double? {
    variance >= 5 && degrees > 0 ? ChiSquared.atLeast(chiSquared, degrees: degrees) : nil
  }

  /// Units that lie beyond ±1.96σ.
  package var outliers: Int { kept.indices.count { abs(sigma($0)) > 1.959963984540054 } }

  /// The units kept least and most; nil without units.
  package var extremes: (least: Int, most: Int)? {
    guard let least = kept.indices.min(by: { kept[$0] < kept[$1] }),
      let most = kept.indices.max(by: { kept[$0] < kept[$1] })
    else { return nil }
    return (least, most)
  }

  /// Between which counts 95 of 100 units lie.
  package var band: ClosedRange<Int> {
    if let keep { return Binomial(count: rows, keep: keep).band() }
    let reach = 1.959963984540054 * variance.squareRoot()
    let low = max(0, Int((expected - reach).rounded()))
    return low...max(low, min(rows, Int((expected + reach).rounded())))
  }

  /// Units by how far they lie from what is expected, beside how many are to lie there: bins from
  /// -`reach`σ to +`reach`σ, the outermost with all beyond.
  ///
  /// Expected is exact where all draws had one chance, and normal where rates changed.
  package func histogram(
    bins: Int, reach: Double
  ) -> (units: [Int], expected: [Double]) {
    let sd = variance.squareRoot()
    guard bins > 0, sd > 0 else { return ([], []) }
    let width = 2 * reach / Double(bins)
    // The first count of each bin but the lowest.
    let starts = (1..<max(1, bins)).map {
      (expected + (Double($0) * width - reach) * sd).rounded(.up)
    }
    var units = [Int](repeating: 0, count: bins)
    for kept in kept { units[starts.partitioningIndex { $0 > Double(kept) }] += 1 }
    let through = starts.map { below($0, sd) } + [1]
    var shares: [Double] = []
    for (index, share) in through.enumerated() {
      shares.append(max(0, share - (index > 0 ? through[index - 1] : 0)))
    }
    return (units, shares.map { $0 * Double(kept.count) })
  }

  /// The chance of less than a count.
  private func below(_ count: Double, _ sd: Double) -> Double {
    if let keep, rows < Binomial.normalFrom {
      return Binomial(count: rows, keep: keep).atMost(Int(count) - 1)
    }
    return Double.erfc((expected - (count - 0.5)) / sd / 2.0.squareRoot()) / 2
  }
}

import DropoutEngine

/// The numbers of the ranks view: how the masks of one call differ, and which pairs draw alike.
struct RankNumbers {
  let ranks: RankCalls
  let site: SiteRun?

  /// How a lane's mask of the call on screen compares with another's.
  struct Difference: Equatable {
    /// Elements that differ; nil where only digests are known, and these differ.
    var count: Int?
    var of: Int
    /// 2 p q n at one rate.
    var expected: Double?
    /// How many standard deviations more differ than expected.
    var sigma: Double?
    var isSame: Bool
  }

  /// The selected site's entry in a lane's call.
  func entry(_ lane: Int) -> SiteCall? {
    guard let call = ranks.lanes[lane].call, let site else { return nil }
    return call.sites.first { $0.id == site }
      ?? call.sites.first { $0.name == site.name && !$0.isRecomputed }
  }

  private func draw(_ lane: Int) -> RankDraw? {
    guard let call = ranks.lanes[lane].call, let entry = entry(lane) else { return nil }
    return RankDraw(entry, of: call)
  }

  /// Nil where one of them drew nothing, or nothing that can be compared is on record.
  func difference(_ lane: Int, from row: Int) -> Difference? {
    guard lane != row, let a = draw(lane), let b = draw(row), a.count == b.count else {
      return nil
    }
    var tally = PairTally()
    tally.add(a, b, at: ranks.number)
    guard tally.masks > 0 else { return nil }
    let isKnown = tally.compared > 0
    return Difference(
      count: isKnown ? tally.compared - tally.equal : tally.isSame ? 0 : nil, of: a.count,
      expected: isKnown ? Double(tally.compared) - tally.expected : nil,
      sigma: tally.sigma.map { -$0 }, isSame: tally.isSame)
  }

  /// How two lanes agree at the selected site over all calls.
  func pair(_ a: Int, _ b: Int) -> PairTally? {
    site.flatMap { ranks.agreement.pair(a, b, at: $0.name) }
  }

  /// All pairs, the first lane below the second.
  var pairs: [(a: Int, b: Int, tally: PairTally)] {
    var all: [(a: Int, b: Int, tally: PairTally)] = []
    for b in ranks.lanes.indices {
      for a in 0..<b {
        if let tally = pair(a, b) { all.append((a, b, tally)) }
      }
    }
    return all.sorted { ($0.a, $0.b) < ($1.a, $1.b) }
  }

  /// Whether any two lanes were compared.
  var hasPairs: Bool {
    ranks.lanes.indices.contains { b in (0..<b).contains { pair($0, b) != nil } }
  }

  func rank(_ lane: Int) -> Int { ranks.lanes[lane].rank }

  /// What pairs come to: those that draw alike, and the range of the others.
  struct Summary {
    var alike: [(a: Int, b: Int, tally: PairTally)] = []
    var healthy = 0
    /// The shares in which the others agree.
    var range: ClosedRange<Double>?
    /// What is expected of one pair, and its standard deviation.
    var expected: Double?
    var sd: Double?

    /// How many ranks draw masks of their own.
    var groups: [[Int]] = []
  }

  var summary: Summary {
    var summary = Summary()
    for pair in pairs {
      if pair.tally.isAlike {
        summary.alike.append(pair)
        continue
      }
      summary.healthy += 1
      if let share = pair.tally.share {
        let range = summary.range ?? share...share
        summary.range = min(range.lowerBound, share)...max(range.upperBound, share)
      }
    }
    if let tally = pairs.first(where: { $0.tally.compared > 0 })?.tally {
      summary.expected = tally.expectedShare
      summary.sd = tally.variance.squareRoot() / Double(tally.compared)
    }
    summary.groups = groups(summary.alike.map { ($0.a, $0.b) })
    return summary
  }

  /// Lanes that draw alike, directly or by way of others.
  private func groups(_ pairs: [(Int, Int)]) -> [[Int]] {
    var group = Array(ranks.lanes.indices)
    for (a, b) in pairs {
      let (old, new) = (max(group[a], group[b]), min(group[a], group[b]))
      for index in group.indices where group[index] == old { group[index] = new }
    }
    return ranks.lanes.indices.filter { group[$0] == $0 }.map { first in
      ranks.lanes.indices.filter { group[$0] == first }
    }
  }
}

extension RankNumbers.Summary {
  /// Groups of ranks that draw alike.
  var alikeGroups: [[Int]] { groups.filter { $0.count > 1 } }

  /// The distance of the ranks that draw alike, where it is the same for all of them and no rank
  /// draws alone, as where each node seeds its ranks by their place in it.
  var period: Int? {
    guard groups.count > 1, alikeGroups.count == groups.count else { return nil }
    let period = groups.count
    let isRegular = groups.enumerated().allSatisfy { first, group in
      group.enumerated().allSatisfy { $1 == first + $0 * period }
    }
    return isRegular ? period : nil
  }
}

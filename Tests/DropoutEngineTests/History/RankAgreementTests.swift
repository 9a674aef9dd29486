import Testing

@testable import DropoutEngine

@Suite struct RankAgreementTests {
  /// All masks of so many elements.
  private func masks(_ count: Int) -> [Mask] {
    (0..<1 << count).map { bits in Mask((0..<count).map { bits >> $0 & 1 == 1 }) }
  }

  /// The chance of a mask at a rate.
  private func chance(_ mask: Mask, _ p: Double) -> Double {
    (0..<mask.count).reduce(1) { $0 * (mask[$1] ? 1 - p : p) }
  }

  @Test(arguments: [(0.3, 0.3), (0.5, 0.5), (0.1, 0.4)])
  func `agreement over all pairs of masks has the mean and the variance of the formula`(
    p: Double, r: Double
  ) {
    let all = masks(4)
    var (mean, square) = (0.0, 0.0)
    var tally = PairTally()
    for a in all {
      for b in all {
        var one = PairTally()
        one.add(RankDraw(mask: a, rate: p), RankDraw(mask: b, rate: r), at: 1)
        let weight = chance(a, p) * chance(b, r)
        mean += weight * Double(one.equal)
        square += weight * Double(one.equal * one.equal)
        tally = one
      }
    }
    #expect(abs(tally.expected - mean) < 1e-12)
    #expect(abs(tally.variance - (square - mean * mean)) < 1e-12)
    if p == r { #expect(abs(tally.expected - 4 * (1 - 2 * p * (1 - p))) < 1e-12) }
  }

  @Test func `where no rate is known, what both kept tells how often they agree`() {
    let all = masks(5)
    for x in 0...5 {
      for y in 0...5 {
        let (first, second) = (all.filter { $0.kept == x }, all.filter { $0.kept == y })
        var (mean, square) = (0.0, 0.0)
        var one = PairTally()
        for a in first {
          for b in second {
            one = PairTally()
            one.add(RankDraw(mask: a, rate: nil), RankDraw(mask: b, rate: 0.2), at: 1)
            mean += Double(one.equal) / Double(first.count * second.count)
            square += Double(one.equal * one.equal) / Double(first.count * second.count)
          }
        }
        #expect(abs(one.expected - mean) < 1e-9, "\(x) and \(y)")
        #expect(abs(one.variance - (square - mean * mean)) < 1e-9, "\(x) and \(y)")
      }
    }
  }

  @Test(arguments: [1, 63, 64, 65, 127, 128, 129])
  func `equal elements are those that a walk over them counts, whole or in part`(count: Int) {
    let a = Mask((0..<count).map { $0 * 7 % 5 < 3 })
    let b = Mask((0..<count).map { $0 * 11 % 4 < 3 })
    for most in [count, max(1, count / 2), 1] {
      var tally = PairTally()
      tally.add(RankDraw(mask: a, rate: 0.3), RankDraw(mask: b, rate: 0.3), at: 1, most: most)
      #expect(tally.compared == most)
      #expect(tally.equal == (0..<most).count { a[$0] == b[$0] }, "\(most) of \(count)")
      #expect(!tally.isSame || a == b)
    }
  }

  @Test func `the same mask is told from chance, also where only digests are on record`() throws {
    var call = ForwardCall(number: 1, phase: .train, sites: [])
    func site(_ digest: String) -> SiteCall {
      var site = SiteCall(name: "a")
      site.shape = [4, 16]
      site.rate = .half
      site.draw = .unrecorded(digest: digest, tiles: nil)
      return site
    }
    let mask = Mask((0..<64).map { $0 % 3 == 0 })
    let digest = try #require(RankDraw(site(mask.digest), of: call))
    let other = try #require(RankDraw(site("0011223344556677"), of: call))
    var tally = PairTally()
    tally.add(digest, RankDraw(mask: mask, rate: 0.5), at: 7)
    #expect(tally.isSame && tally.isAlike && tally.firstSame == 7 && tally.share == nil)
    tally.add(digest, other, at: 8)
    #expect(!tally.isSame && tally.isAlike && tally.masks == 2)
    var apart = PairTally()
    apart.add(digest, other, at: 1)
    #expect(!apart.isAlike)
    // Two elements are the same in one of four pairs of draws.
    var few = PairTally()
    for step in 1...20 {
      few.add(
        RankDraw(mask: Mask([true, false]), rate: 0.5),
        RankDraw(mask: Mask([true, step % 4 != 0]), rate: 0.5), at: step)
    }
    #expect(!few.isAlike && few.same == 5 && abs(few.chance - 5) < 1e-12)
    call.phase = .eval
    #expect(RankDraw(site(mask.digest), of: call) == nil)
  }

  @Test func `pairs are found whichever rank comes first, and the diagonal is none`() {
    var agreement = RankAgreement(lanes: 3)
    let draw = RankDraw(mask: Mask([true, false, true]), rate: 0.5)
    agreement.add("a", (2, draw), (0, draw), at: 4)
    agreement.add("a", (1, draw), (1, draw), at: 4)
    agreement.add("a", (1, draw), (3, draw), at: 4)
    #expect(agreement.pair(0, 2, at: "a") == agreement.pair(2, 0, at: "a"))
    #expect(agreement.pair(0, 2, at: "a")?.equal == 3)
    #expect(agreement.pair(0, 1, at: "a") == nil && agreement.pair(1, 1, at: "a") == nil)
    #expect(agreement.pair(0, 2, at: "b") == nil)
  }
}

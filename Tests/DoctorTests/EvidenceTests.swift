import DropoutEngine
import RealModule
import TestSupport
import Testing

@testable import Doctor

/// Closed forms and bounds behind the rules, against SciPy's numbers and by simulation.
struct EvidenceTests {
  @Test func `kept evidence is the mixture's formula`() {
    var evidence = KeptEvidence()
    evidence.take(
      KeptCount(kept: 70, of: 128), rate: 0.5, number: 1, threshold: .infinity)
    evidence.take(
      KeptCount(kept: 110, of: 128), rate: 0.2, number: 2, threshold: .infinity)
    // numpy 2.4 and scipy 1.17.1: logsumexp of l (k - n q) - n (log(q e^l + p) - l q) + log w
    #expect(abs(evidence.tilts.logEvidence - 0.230875936801) < 1e-9)
  }

  @Test(arguments: [0.05, 0.3, 0.5, 0.8])
  func `the mean of kept evidence over healthy draws is 1`(rate: Double) {
    let draws = Binomial(count: 40, keep: 1 - rate)
    let mean = (0...40).reduce(0.0) { sum, kept in
      var evidence = KeptEvidence()
      evidence.take(
        KeptCount(kept: kept, of: 40), rate: rate, number: 1, threshold: .infinity)
      return sum + draws.chance(of: kept) * Double.exp(evidence.tilts.logEvidence)
    }
    #expect(abs(mean - 1) < 1e-9)
  }

  @Test func `the mean of pair evidence over healthy pairs is at most 1`() {
    func choose(_ n: Int, _ k: Int) -> Double {
      guard 0...n ~= k else { return 0 }
      return (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    for (first, second) in [(2, 5), (6, 6), (10, 10), (15, 4), (18, 17)] {
      let mean = (0...20).reduce(0.0) { sum, both in
        let chance = choose(first, both) * choose(20 - first, second - both) / choose(20, second)
        guard chance > 0 else { return sum }
        var evidence = PairEvidence()
        var costs = PairCosts()
        evidence.take(
          PairCount(pairs: 20, first: first, second: second, both: both), number: 1,
          threshold: .infinity, &costs)
        return sum + chance * Double.exp(evidence.tilts.logEvidence)
      }
      #expect(mean <= 1 + 1e-12 && mean > 0.3, "\(first) and \(second) of 20")
    }
  }

  @Test(arguments: [1e-9, 0.01, 0.4])
  func `the mean of evidence of rare events is 1`(chance: Double) {
    func evidence(_ happens: Bool) -> Double {
      var events = RareEvents()
      events.take(happens, chance: chance, number: 1, threshold: .infinity)
      return Double.exp(events.tilts.logEvidence)
    }
    let mean = chance * evidence(true) + (1 - chance) * evidence(false)
    #expect(abs(mean - 1) < 1e-9)
  }

  @Test func `pairs are those of the definition, at all sizes and distances`() {
    var chance = SplitMix64(state: 3)
    for count in [2, 3, 63, 64, 65, 127, 128, 200, 641] {
      let mask = Mask((0..<count).map { _ in chance.uniform() < 0.6 })
      for lag in [1, 2, 4, 8] {
        var expected = PairCount()
        for index in 0..<count where index / lag % 2 == 0 {
          let block = index / 64 * 64
          // A pair stands in one word, and a block of the last word counts only when it is whole.
          let rest = (count - block) / (2 * lag) * (2 * lag)
          guard block + 64 <= count || index - block < rest else { continue }
          expected.pairs += 1
          expected.first += mask[index] ? 1 : 0
          expected.second += mask[index + lag] ? 1 : 0
          expected.both += mask[index] && mask[index + lag] ? 1 : 0
        }
        #expect(mask.pairs(lag: lag) == expected, "\(count) elements, \(lag) apart")
      }
      for length in [9, 48, 64, 100] {
        var expected = PairCount()
        for start in stride(from: 0, through: count - 2 * length, by: 2 * length) {
          for index in start..<start + length {
            expected.pairs += 1
            expected.first += mask[index] ? 1 : 0
            expected.second += mask[index + length] ? 1 : 0
            expected.both += mask[index] && mask[index + length] ? 1 : 0
          }
        }
        #expect(mask.pairs(blocks: length) == expected, "\(count) elements, blocks of \(length)")
      }
      #expect(mask.pairs(with: mask).both == mask.kept)
    }
  }

  @Test func `counts of units are sums over rows`() {
    var chance = SplitMix64(state: 5)
    for units in [2, 63, 64, 65, 130] {
      var counts = UnitCounts(units: units)
      var expected = [UInt32](repeating: 0, count: units)
      for _ in 0..<3 {
        let mask = Mask((0..<units * 300).map { _ in chance.uniform() < 0.7 })
        for index in 0..<mask.count where mask[index] { expected[index % units] += 1 }
        counts.add(mask)
        counts.settle()
      }
      #expect(counts.kept == expected && counts.rows == 900)
    }
  }

  @Test func `sigma of pairs is the hypergeometric one`() throws {
    var evidence = PairEvidence()
    var costs = PairCosts()
    evidence.take(
      PairCount(pairs: 50, first: 20, second: 18, both: 12), number: 1, threshold: .infinity,
      &costs)
    // scipy.stats.hypergeom(50, 20, 18): mean 7.2, sd 1.6796501093; correlation of the 2 x 2 table
    #expect(abs(try #require(evidence.sigma) - (12 - 7.2) / 1.6796501093) < 1e-8)
    #expect(abs(evidence.correlation - 0.408248290464) < 1e-9)
  }

  @Test func `the largest chance of a mask over all rates`() {
    #expect(MaskHistory.chance(2, 4) == 0.0625)
    #expect(MaskHistory.chance(4, 4) == 1 && MaskHistory.chance(0, 4) == 1)
    // scipy.optimize over p of p^30 (1-p)^70: 2.9546e-27
    #expect(abs(MaskHistory.chance(70, 100) / 2.9546118995e-27 - 1) < 1e-9)
  }
}

/// How much it takes until the doctor speaks.
struct PowerTests {
  @Test(arguments: [0.1, 0.2, 0.5])
  func `a rate that is off by 0.01 is told within some hundred thousand elements`(rate: Double)
    throws
  {
    var within: [Int] = []
    for seed in 1...20 as ClosedRange<UInt64> {
      var session = try Session([.init(shape: [32, 128], rate: rate + 0.01)], seed: seed)
      session.evaluates = false
      session.calls = 120
      session.edit = { _, call in
        call.sites[0].rate = try? Rate(rate)
        call.sites[0].stages = nil
        call.sites[0].scale = 1 / (1 - rate)
      }
      let alarm = try #require(try session.alarm())
      #expect(alarm.rules == ["D03"])
      within.append(alarm.call * 4096)
    }
    within.sort()
    // Medians by simulation: 32,000, 56,000 and 89,000 draws at 0.1, 0.2 and 0.5.
    #expect(within[10] < 150_000, "\(within)")
  }

  @Test(arguments: [0.1, 0.2, 0.5])
  func `groups of four are told within ten thousand elements`(rate: Double) throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      var session = try Session([.init(shape: [20, 100], rate: rate)], seed: seed)
      session.evaluates = false
      session.calls = 5
      session.sites[0].draw = { _, mask in mask.mapped { mask[$0 / 4 * 4] } }
      let alarm = try session.alarm()
      #expect(alarm?.rules == ["D07"])
    }
  }
}

import Testing

@testable import DropoutEngine

/// Values are SciPy's and a Markov chain's, printed by Tests/Peers/unit_numbers.py.
struct ChiSquaredTests {
  @Test func `upper tails are SciPy's`() {
    let cases = [
      (105.4, 128, 0.9282770274884458), (0.5, 1, 0.47950012218695337),
      (3.84, 1, 0.05004352124870519), (250, 128, 6.593976700992979e-10),
      (60, 128, 0.9999999534568895), (4200, 4096, 0.12572896902966277),
      (1200, 1000, 1.2255942330622893e-05), (30, 2, 3.0590232050182594e-07),
    ]
    for (value, degrees, chance) in cases {
      let found = ChiSquared.atLeast(value, degrees: degrees)
      #expect(abs(found - chance) <= 1e-10 * chance, "\(value) of \(degrees): \(found)")
    }
  }

  @Test func `nothing and everything are certain`() {
    #expect(ChiSquared.atLeast(0, degrees: 3) == 1 && ChiSquared.atLeast(-1, degrees: 3) == 1)
    #expect(ChiSquared.atLeast(.infinity, degrees: 3) == 0)
    #expect(ChiSquared.atLeast(1, degrees: 0) == 0 && ChiSquared.atLeast(0, degrees: 0) == 1)
    let million = ChiSquared.atLeast(1_000_000, degrees: 1_000_000)
    #expect(abs(million - 0.4998) < 1e-3)
  }

  @Test func `the longest run of coins is that of a Markov chain, counted out and in the limit`() {
    let cases = [
      (389, 0.5, 7, 0.4673651257097116), (389, 0.5, 12, 0.9771745470751478),
      (10, 0.5, 3, 0.7548828125), (403, 0.8, 20, 0.4756017994873378),
      (5000, 0.5, 11, 0.5433175626935985), (5000, 0.5, 14, 0.926710965903196),
      (20000, 0.8, 40, 0.6537945122785851),
    ]
    for (draws, chance, length, expected) in cases {
      let found = LongestRun(draws: draws, chance: chance).atMost(length)
      #expect(abs(found - expected) < 1e-9, "\(draws) of \(chance): \(found)")
    }
    #expect(LongestRun(draws: 389, chance: 0.5).band() == 5...12)
    #expect(LongestRun(draws: 403, chance: 0.8).band() == 14...35)
    #expect(LongestRun(draws: 20_000, chance: 0.5).band() == 11...18)
  }

  @Test func `a run is never longer than its draws, nor than chance allows`() {
    #expect(LongestRun(draws: 0, chance: 0.5).band() == 0...0)
    #expect(LongestRun(draws: 5, chance: 1).band() == 5...5)
    #expect(LongestRun(draws: 5, chance: 0).band() == 0...0)
    #expect(LongestRun(draws: 1_000_000, chance: 0.999).atMost(0) == 0)
    #expect(LongestRun(draws: 1_000_000, chance: 0.5).atMost(1_000_000) == 1)
  }
}

import Testing

@testable import DropoutEngine

/// Sums over a session against their formula and against SciPy.
struct KeptTallyTests {
  @Test("Each call counts with its own rate")
  func rates() throws {
    var tally = KeptTally()
    #expect(tally.sigma == nil && tally.share == nil)
    tally.add(kept: 70, drawn: 128, rate: 0.5)
    // 6 above 64, sd √32
    #expect(abs(try #require(tally.sigma) - 6 / 32.0.squareRoot()) < 1e-12)
    tally.add(kept: 100, drawn: 128, rate: 0.2)
    #expect(tally.kept == 170 && tally.drawn == 256)
    #expect(abs(tally.expected - (64 + 102.4)) < 1e-12)
    #expect(abs(tally.variance - (32 + 20.48)) < 1e-12)
    // scipy 1.17.1, by convolution of binom(128, 0.5).pmf and binom(128, 0.8).pmf: mean 166.4,
    // sd 7.2443081105, so that 170 is 0.4969418672
    #expect(abs(try #require(tally.sigma) - 0.4969418672) < 1e-9)
    #expect(tally.share == 170.0 / 256)
  }

  @Test("Rates of 0 and 1 leave nothing to chance")
  func certain() {
    var tally = KeptTally()
    tally.add(kept: 128, drawn: 128, rate: 0)
    tally.add(kept: 0, drawn: 128, rate: 1)
    #expect(tally.sigma == nil && tally.share == 0.5)
    tally.add(kept: 64, drawn: 128, rate: 0.5)
    #expect(tally.sigma == 0)
  }

  @Test("Counts of any size add up without a trap")
  func huge() throws {
    var tally = KeptTally()
    for _ in 0..<4 { tally.add(kept: .max, drawn: .max, rate: 0.5) }
    #expect(try #require(tally.sigma).isFinite && tally.share == 1)
  }
}

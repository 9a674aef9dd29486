import Testing

@testable import DropoutEngine

struct BinomialTests {
  private func expect(
    _ value: Double, _ expected: Double, at place: SourceLocation = #_sourceLocation
  ) {
    // Below 1e-300 what is left of a double has no such digits.
    let tolerance = max(1e-6 * abs(expected), 1e-300)
    #expect(abs(value - expected) <= tolerance, sourceLocation: place)
  }

  @Test func `chances, tails and quantiles are SciPy's`() {
    for (count, keep, k, chance, most, least, low, high) in binomialCases {
      let binomial = Binomial(count: count, keep: keep)
      expect(binomial.chance(of: k), chance)
      expect(binomial.atMost(k), most)
      expect(binomial.atLeast(k), least)
      #expect(binomial.band() == low...high, "\(count) draws of \(keep)")
    }
  }

  @Test func `a layer of 128 units at one half keeps 53 to 75 in 95 of 100 calls`() {
    #expect(Binomial(count: 128, keep: 0.5).band() == 53...75)
  }

  @Test func `the normal approximation stands within a thousandth of the exact band`() {
    let exact = Binomial(count: Binomial.normalFrom - 1, keep: 0.3)
    let approximate = Binomial(count: Binomial.normalFrom, keep: 0.3)
    #expect(abs(exact.band().lowerBound - approximate.band().lowerBound) <= 1)
    #expect(abs(exact.band().upperBound - approximate.band().upperBound) <= 1)
  }

  @Test func `what is certain has no tails`() {
    for count in [0, 1, 5] {
      #expect(Binomial(count: count, keep: 1).surprise(of: count) == 1)
      #expect(Binomial(count: count, keep: 0).atLeast(1) == 0)
      #expect(Binomial(count: count, keep: 1).band() == count...count)
    }
    #expect(Binomial(count: 3, keep: 1).atMost(2) == 0)
  }
}

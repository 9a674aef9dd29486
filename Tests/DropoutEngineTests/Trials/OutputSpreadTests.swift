import Testing

@testable import DropoutEngine

/// Held against what NumPy 2.4 prints for the same outputs.
@Suite struct OutputSpreadTests {
  private static let outputs: [[Float]] = [
    [0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [1, 0, 0], [0.25, 0.25, 0.5], [0.625, 0.25, 0.125],
  ]

  @Test func `mean, sd and quantiles are NumPy's`() {
    let spread = OutputSpread([0.5, 0.125, 1, 0.25, 0.625])
    #expect(abs(spread.mean - 0.5) < 1e-15)
    #expect(abs(spread.sd - 0.30618621784789724) < 1e-15)
    #expect(abs(spread.low - 0.15) < 1e-15)
    #expect(abs(spread.high - 0.925) < 1e-15)
    let one = OutputSpread([0.25])
    #expect(one.low == 0.25 && one.high == 0.25 && one.sd == 0)
    let none = OutputSpread([])
    #expect(none.mean == 0 && none.high == 0)
  }

  @Test func `entropies are NumPy's, and add up`() {
    let doubt = Uncertainty(OutputSpreadTests.outputs)
    #expect(abs(doubt.total - 1.0296530140645737) < 1e-12)
    #expect(abs(doubt.aleatoric - 0.7430639065414335) < 1e-12)
    #expect(abs(doubt.epistemic - 0.28658910752314015) < 1e-12)
    #expect(Uncertainty([[1, 0]]).total == 0)
    let even = Uncertainty([[Float](repeating: 0.125, count: 8)])
    #expect(abs(even.total - 2.0794415416798357) < 1e-12 && even.epistemic == 0)
  }

  @Test func `a mean over masks has the error of its own spread`() {
    let estimate = Estimate([1, 2, 3, 6])
    #expect(estimate.mean == 3 && abs(estimate.sd - 3.5.squareRoot()) < 1e-15)
    #expect(abs(estimate.error - 3.5.squareRoot() / 2) < 1e-15)
    #expect(abs((estimate.sigma(of: 4) ?? 0) - 2 / 3.5.squareRoot()) < 1e-15)
    let scaled = estimate.times(-2, plus: 10)
    #expect(scaled.mean == 4 && abs(scaled.sd - 2 * estimate.sd) < 1e-14)
    #expect(Estimate([2, 2, 2]).sigma(of: 3) == nil)
  }
}

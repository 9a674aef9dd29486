import Testing

@testable import DropoutEngine

/// Expectations against formulas written out, against all masks of a small tensor, and SciPy.
struct PredictionTests {
  private func expected(
    mean: Double?, sd: Double?, keep: Double, scale: Double, count: Int
  ) -> Prediction? {
    Prediction(
      before: MomentsBefore(mean: mean, sd: sd, count: count), keep: keep, scale: scale)
  }

  @Test("A mask keeps k of the mean and gives the variance k(s²+m²) - k²m²")
  func maskedMoments() throws {
    let prediction = try #require(expected(mean: 3, sd: 4, keep: 0.5, scale: 1, count: 100))
    #expect(prediction.mean == 1.5)
    // 0.5 (16 + 9) - 0.25 9 = 10.25, less the variance of the mean
    #expect(abs(prediction.sd - (10.25 - 0.0625).squareRoot()) < 1e-12)
    // sqrt(0.25 25 / 100)
    #expect(abs(try #require(prediction.standardError) - 0.25) < 1e-12)
  }

  @Test("The inverted scale brings the mean back")
  func invertedScale() throws {
    let prediction = try #require(expected(mean: 3, sd: 4, keep: 0.8, scale: 1.25, count: 10))
    #expect(abs(prediction.mean - 3) < 1e-12)
    // Of the variance over masks and elements the mean's own, 0.16 25 / 10, is no spread of a call.
    #expect(abs(prediction.sd - 1.25 * (0.8 * 25 - 0.64 * 9 - 0.4).squareRoot()) < 1e-12)
  }

  @Test("Where nothing is masked the moments are those before, times the scale")
  func evaluation() throws {
    let prediction = try #require(expected(mean: -2, sd: 1, keep: 1, scale: 0.5, count: 10))
    #expect(prediction == Prediction(mean: -1, sd: 0.5, standardError: 0))
    #expect(!prediction.isSurprised(by: -1.0000001) && prediction.isSurprised(by: -1.01))
  }

  @Test("With p = 1 all is zero, though the scale has no value")
  func everythingDropped() throws {
    let prediction = try #require(
      expected(mean: 3, sd: 4, keep: 0, scale: .infinity, count: 9))
    #expect(prediction == Prediction(mean: 0, sd: 0, standardError: 0))
  }

  @Test("Without finite moments there is no prediction")
  func noPrediction() {
    #expect(expected(mean: nil, sd: 1, keep: 0.5, scale: 1, count: 1) == nil)
    #expect(expected(mean: .nan, sd: 1, keep: 0.5, scale: 1, count: 1) == nil)
    #expect(expected(mean: 1, sd: 1, keep: 0.5, scale: .infinity, count: 1) == nil)
    #expect(expected(mean: 1e300, sd: 1e300, keep: 0.5, scale: 1, count: 1) == nil)
  }

  /// The means over all masks of 12 values, each weighted by how probable it is.
  private func exhausted(
    _ values: [Double], groups: [Int], keep: Double, fill: Double, scale: Double, shift: Double
  ) -> (mean: Double, variance: Double, within: Double, zeros: Double, zerosVariance: Double) {
    let count = (groups.max() ?? 0) + 1
    var (mean, square, within, zeros, zerosSquare) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for mask in 0..<(1 << count) {
      let kept = mask.nonzeroBitCount
      let weight = power(keep, kept) * power(1 - keep, count - kept)
      let masked = values.indices.map { mask >> groups[$0] & 1 == 1 ? values[$0] : fill }
      let stage = masked.map { scale * $0 + shift }
      let after = stage.reduce(0, +) / Double(values.count)
      within +=
        weight * stage.reduce(0) { $0 + ($1 - after) * ($1 - after) } / Double(values.count)
      let zero = Double(masked.count { $0 == 0 })
      mean += weight * after
      square += weight * after * after
      zeros += weight * zero
      zerosSquare += weight * zero * zero
    }
    return (mean, square - mean * mean, within, zeros, zerosSquare - zeros * zeros)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  private let values = [0, 1.5, -2, 0.25, 3, 0, -1, 4, 2, -0.5, 1, 0]

  private func moments(draws: Int, groups: GroupSums? = nil) -> MomentsBefore {
    let mean = values.reduce(0, +) / 12
    let square = values.reduce(0) { $0 + $1 * $1 } / 12
    return MomentsBefore(
      mean: mean, sd: (square - mean * mean).squareRoot(), count: 12, zeros: 3, draws: draws,
      groups: groups)
  }

  @Test("Of all masks of twelve elements the mean and spread are as predicted")
  func elements() throws {
    for (fill, scale, shift) in [(0.0, 1.25, 0.0), (-1.75, 0.9, 0.3)] {
      let all = exhausted(
        values, groups: Array(0..<12), keep: 0.8, fill: fill, scale: scale, shift: shift)
      let predictions = LayerPredictions(
        independentDraws: moments(draws: 12), keep: 0.8, fill: fill,
        scale: scale, shift: shift)
      let after = try #require(predictions.after)
      #expect(abs(after.mean - all.mean) < 1e-12)
      #expect(abs(try #require(after.standardError) - all.variance.squareRoot()) < 1e-12)
      #expect(abs(after.sd - all.within.squareRoot()) < 1e-12)
      guard fill == 0 else {
        #expect(predictions.zeros == nil)
        continue
      }
      let zeros = try #require(predictions.zeros)
      #expect(abs(zeros.mean - all.zeros) < 1e-12)
      #expect(abs(try #require(zeros.sd) - all.zerosVariance.squareRoot()) < 1e-12)
    }
  }

  @Test("Where four elements share a draw the mean spreads more, by the sums over groups")
  func groups() throws {
    let groups = values.indices.map { $0 / 4 }
    let sums = GroupSums(values.map { Float($0) }, drawnShape: [3, 1], over: [3, 4])
    let before = moments(draws: 3, groups: sums)
    for (fill, scale, shift) in [(0.0, 1.25, 0.0), (-1.75, 0.9, 0.3)] {
      let all = exhausted(
        values, groups: groups, keep: 0.8, fill: fill, scale: scale, shift: shift)
      let predictions = LayerPredictions(
        independentDraws: before, keep: 0.8, fill: fill, scale: scale, shift: shift)
      let after = try #require(predictions.after)
      #expect(abs(after.mean - all.mean) < 1e-12)
      #expect(abs(try #require(after.standardError) - all.variance.squareRoot()) < 1e-12)
      #expect(abs(after.sd - all.within.squareRoot()) < 1e-12)
      #expect(predictions.kept == .binomial(count: 3, keep: 0.8))
      let elements = try #require(predictions.elements)
      #expect(abs(elements.mean - 9.6) < 1e-12)
      #expect(abs(try #require(elements.sd) - (0.16 * 48).squareRoot()) < 1e-12)
      guard fill == 0 else { continue }
      let zeros = try #require(predictions.zeros)
      #expect(abs(zeros.mean - all.zeros) < 1e-12)
      #expect(abs(try #require(zeros.sd) - all.zerosVariance.squareRoot()) < 1e-12)
    }
    // Without the sums nothing is claimed.
    let unknown = LayerPredictions(
      independentDraws: moments(draws: 3), keep: 0.8, fill: 0, scale: 1.25,
      shift: 0)
    #expect(unknown.after?.standardError == nil && unknown.zeros?.sd == nil)
    #expect(unknown.after?.isSurprised(by: 100) == false)
  }

  @Test("The ratio after ÷ before is 1 in inverted training, with √(p/q Σx²) / Σx")
  func ratio() throws {
    let before = moments(draws: 12)
    let after = try #require(Prediction(before: before, keep: 0.8, scale: 1.25))
    let ratio = try #require(after.ratio(to: before))
    let squares = values.reduce(0) { $0 + $1 * $1 }
    #expect(abs(ratio.mean - 1) < 1e-12)
    #expect(
      abs(try #require(ratio.sd) - (0.25 * squares).squareRoot() / values.reduce(0, +)) < 1e-12)
    #expect(after.ratio(to: MomentsBefore(mean: 0, sd: 1, count: 9)) == nil)
  }

  @Test("How many keep is binomial")
  func binomial() throws {
    // scipy 1.17.1: stats.binom(4096, 0.3).stats() is (1228.8, 860.16);
    // stats.binom(128, 0.5).stats() is (64.0, 32.0)
    for (count, keep, mean, variance) in [
      (4096.0, 0.3, 1228.8, 860.16), (128, 0.5, 64, 32),
    ] {
      let kept = Expectation.binomial(count: count, keep: keep)
      #expect(abs(kept.mean - mean) < 1e-9)
      #expect(abs(try #require(kept.sd) - variance.squareRoot()) < 1e-9)
    }
    #expect(Expectation.binomial(count: 64, keep: 0.5).sigma(of: 40) == 2)
    #expect(Expectation.binomial(count: 128, keep: 1).sigma(of: 127) == nil)
  }
}

import DropoutEngine
import Testing

@testable import Interface

@Test("A mask keeps k of the mean and gives the variance k(s²+m²) - k²m²")
func maskedMoments() throws {
  let prediction = try #require(Prediction(mean: 3, sd: 4, keep: 0.5, scale: 1, count: 100))
  #expect(prediction.mean == 1.5)
  // 0.5 (16 + 9) - 0.25 9 = 10.25
  #expect(abs(prediction.sd - 10.25.squareRoot()) < 1e-12)
  // sqrt(0.25 25 / 100)
  #expect(abs(prediction.standardError - 0.25) < 1e-12)
}

@Test("The inverted scale brings the mean back")
func invertedScale() throws {
  let prediction = try #require(Prediction(mean: 3, sd: 4, keep: 0.8, scale: 1.25, count: 10))
  #expect(abs(prediction.mean - 3) < 1e-12)
  #expect(abs(prediction.sd - 1.25 * (0.8 * 25 - 0.64 * 9).squareRoot()) < 1e-12)
}

@Test("Where nothing is masked the moments are those before, times the scale")
func evaluation() throws {
  let prediction = try #require(Prediction(mean: -2, sd: 1, keep: 1, scale: 0.5, count: 10))
  #expect(prediction == Prediction(mean: -1, sd: 0.5, keep: 1, scale: 1, count: 0))
  #expect(prediction.standardError == 0)
  #expect(!prediction.isSurprised(by: -1.0000001) && prediction.isSurprised(by: -1.01))
}

@Test("With p = 1 all is zero, though the scale has no value")
func everythingDropped() throws {
  let prediction = try #require(Prediction(mean: 3, sd: 4, keep: 0, scale: .infinity, count: 9))
  #expect(prediction == Prediction(mean: 0, sd: 0, keep: 1, scale: 1, count: 0))
}

@Test("Without finite moments there is no prediction")
func noPrediction() {
  #expect(Prediction(mean: nil, sd: 1, keep: 0.5, scale: 1, count: 1) == nil)
  #expect(Prediction(mean: .nan, sd: 1, keep: 0.5, scale: 1, count: 1) == nil)
  #expect(Prediction(mean: 1, sd: 1, keep: 0.5, scale: .infinity, count: 1) == nil)
  #expect(Prediction(mean: 1e300, sd: 1e300, keep: 0.5, scale: 1, count: 1) == nil)
}

@Test("Real masks do not surprise the prediction, a forgotten scale does")
func surprise() throws {
  let layer = SampleCall().arrival().call.sites[0]
  let prediction = try #require(Prediction.after(layer, phase: .train))
  #expect(!prediction.isSurprised(by: layer.stages?.after.mean))
  #expect(prediction.isSurprised(by: layer.stages?.masked.mean))
}

import TestSupport
import Testing

@testable import DropoutEngine

/// The three stages of a layer against the oracle on plainly computed tensors.
struct StageMeasurementTests {
  @Test("All three stages are those of the plain products, on one axis", arguments: boundarySizes)
  func stages(size: Int) {
    var generator = SplitMix64(state: UInt64(size) + 7)
    for scale in [1, 0.5, 1 / Float(0.9)] {
      for hasMask in [true, false] {
        let before = generator.floats(size, in: -1...3).map { $0 < 0.5 ? 0 : $0 }
        let kept = (0..<size).map { _ in Bool.random(using: &generator) }
        var axis = HistogramAxis.unit
        var after = [Float](repeating: 7, count: size)
        let applied = AppliedDropout(
          hasMask ? .mask(Mask(kept)) : nil, drawnShape: [size], over: [size],
          effect: DropoutEffect(draws: hasMask, keep: 1, scale: Double(scale)))
        applied.apply(before, into: &after)
        let measured = StageMeasurement(
          before: before, masked: applied.masked(before), after: after, axis: &axis)
        let masked = zip(before, kept).map { hasMask ? $0 * ($1 ? 1 : 0) : $0 }
        let expected = masked.map { $0 * scale }
        #expect(after == expected, "size \(size), scale \(scale), mask \(hasMask)")
        for (stage, values) in [
          (measured.before, before), (measured.masked, masked), (measured.after, expected),
        ] {
          let oracle = StageOracle.statistics(of: values, on: axis.range)
          let difference = StageOracle.difference(stage, oracle, values: values)
          #expect(difference == nil, "size \(size), scale \(scale), mask \(hasMask)")
          #expect(stage.below == 0 && stage.above == 0 && stage.size == size)
        }
      }
    }
  }

  @Test("Masking multiplies: NaN, infinities and negatives keep their marks in every lane")
  func products() {
    for length in [5, 8, 13, 70] {
      let pattern: [Float] = [.nan, .infinity, -1, 2, -.infinity]
      var values = (0..<length).map { pattern[$0 % 5] }
      values.multiply(by: Mask(repeating: false, count: length))
      for (index, value) in values.enumerated() {
        switch index % 5 {
        case 0, 1, 4: #expect(value.isNaN)
        case 2: #expect(value == 0 && value.sign == .minus)
        default: #expect(value == 0 && value.sign == .plus)
        }
      }
    }
  }

  @Test("A mask is applied element by element", arguments: boundarySizes)
  func masks(size: Int) {
    var generator = SplitMix64(state: UInt64(size))
    let kept = (0..<size).map { _ in Bool.random(using: &generator) }
    var values = (0..<size).map { Float($0 + 1) }
    values.multiply(by: Mask(kept))
    #expect(values == (0..<size).map { kept[$0] ? Float($0 + 1) : 0 }, "size \(size)")
  }
}

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
        var ownAxis = HistogramAxis.unit
        let sparing = StageMeasurement(before: before, by: applied, after: after, axis: &ownAxis)
        #expect(sparing.before == measured.before && sparing.after == measured.after)
        #expect(sparing.masked == measured.masked && ownAxis == axis, "size \(size)")
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

  @Test func `stage masked in stretches is that of the whole tensor, of every kind`() {
    let count = 3 * 4096 + 70
    var random = SplitMix64(state: 3)
    let before = random.floats(count, in: -2...2)
    let mask = DropoutNoise.mask(Mask((0..<count).map { _ in Bool.random(using: &random) }))
    let factors = DropoutNoise.factors(random.floats(count, in: -1...3))
    let scaled = DropoutEffect(draws: true, keep: 0.5, scale: 2)
    let filled = DropoutEffect(draws: true, keep: 0.5, fill: -1.75, scale: 0.9, shift: 0.3)
    let plain = DropoutEffect(draws: true, keep: 1, scale: 1)
    for (noise, effect) in [(mask, scaled), (mask, filled), (mask, plain), (factors, plain)] {
      let applied = AppliedDropout(noise, drawnShape: [count], over: [count], effect: effect)
      var (axis, other) = (HistogramAxis.unit, HistogramAxis.unit)
      let after = applied.after(before)
      let whole = StageMeasurement(
        before: before, masked: applied.masked(before), after: after, axis: &axis)
      let parts = StageMeasurement(before: before, by: applied, after: after, axis: &other)
      #expect(whole.masked == parts.masked && whole.after == parts.after && axis == other)
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

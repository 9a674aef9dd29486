import TestSupport
import Testing

@testable import DropoutEngine

/// Moments, counts and bins against ``StageOracle``.
struct StageMeterTests {
  /// Axes of usual and extreme widths.
  private static let axes = [-120, -40, -6, 0, 3, 60, 122].flatMap { exponent in
    [false, true].map { HistogramAxis(exponent: exponent, isSigned: $0) }
  }

  /// Every edge of an axis and the floats next to it, and what floats have at their ends.
  private static func adversarial(_ axis: HistogramAxis) -> [Float] {
    let width = Float(sign: .plus, exponent: axis.exponent, significand: 1)
    let edges = (-axis.zeroBin...64 - axis.zeroBin).map { Float($0) * width }
    let special: [Float] = [
      0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
      -.leastNormalMagnitude, 3e38, -3e38, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .nan, -.nan, .signalingNaN, .infinity, -.infinity, 1, -1,
    ]
    return edges.flatMap { [$0.nextDown, $0, $0.nextUp] } + special
  }

  private func check(
    _ values: [Float], on axis: HistogramAxis, _ note: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    let measured = StageMeter(values).statistics(on: axis)
    let expected = StageOracle.statistics(of: values, on: axis.range)
    let difference = StageOracle.difference(measured, expected, values: values)
    let place = Comment(rawValue: "\(note), \(axis): \(difference ?? "")")
    #expect(difference == nil, place, sourceLocation: location)
    #expect(measured.size == values.count, place, sourceLocation: location)
  }

  @Test("Every edge, its neighbours and the ends of floats fall where np.histogram puts them")
  func edges() {
    for axis in Self.axes {
      for value in Self.adversarial(axis) { check([value], on: axis, "\(value)") }
      check(Self.adversarial(axis), on: axis, "all at once")
      check(Self.adversarial(axis).reversed() + [1], on: axis, "in other lanes")
    }
  }

  @Test("Vectors and rests agree with the oracle at every size", arguments: 0..<18)
  func smallSizes(size: Int) { checkSize(size) }

  @Test("Vectors and rests agree with the oracle at larger sizes", arguments: Array(63...129))
  func largerSizes(size: Int) { checkSize(size) }

  private func checkSize(_ size: Int) {
    var generator = SplitMix64(state: UInt64(size))
    let axis = HistogramAxis(exponent: -4, isSigned: true)
    let pool = Self.adversarial(axis)
    check(generator.floats(size, in: -2...2), on: axis, "uniform, \(size)")
    check(generator.floats(size, in: -3...(-1)), on: axis, "negative, \(size)")
    let picked = (0..<size).map { _ in pool.randomElement(using: &generator) ?? 0 }
    check(picked, on: axis, "adversarial, \(size)")
    check([Float](repeating: 0.1, count: size), on: axis, "equal, \(size)")
    for special in [Float.nan, .infinity, -.infinity] where size > 0 {
      var values = generator.floats(size, in: 0...1)
      values[size - 1] = special
      values[size / 2] = special
      check(values, on: axis, "\(special), \(size)")
      check([Float](repeating: special, count: size), on: axis, "nothing but \(special), \(size)")
    }
  }

  @Test(
    "Where nothing is finite there are no moments",
    arguments: [[], [.nan], [-.infinity, .nan]] as [[Float]])
  func nothingFinite(values: [Float]) {
    let statistics = StageMeter(values).statistics(on: .unit)
    #expect(statistics.mean == nil && statistics.sd == nil)
    #expect(statistics.min == nil && statistics.max == nil)
    #expect(statistics.size == values.count)
  }

  @Test("A narrow spread far from zero keeps its digits", arguments: [64, 71, 1000])
  func narrowSpread(count: Int) {
    // Alternating 2^18 ± 1/16: in single precision a sum of squares loses such a spread to rounding.
    let values = (0..<count).map { Float(1 << 18) + ($0 % 2 == 0 ? 0.0625 : -0.0625) }
    let statistics = StageMeter(values).statistics(on: HistogramAxis(exponent: 15, isSigned: false))
    let oracle = StageOracle.statistics(of: values, on: HistogramRange(low: 0, high: 0x1p21))
    let sd = statistics.sd ?? 0
    #expect(abs(sd - (oracle.sd ?? 1)) < 1e-9)
    #expect(abs(sd - 0.0625) < 1e-4)
  }

  @Test("More values of one bin than 16 bits count are all counted")
  func manyOfOneBin() {
    let values = [Float](repeating: 0, count: 70_001)
    let statistics = StageMeter(values).statistics(on: .unit)
    #expect(statistics.bins[0] == 70_001 && statistics.zeros == 70_001)
  }
}

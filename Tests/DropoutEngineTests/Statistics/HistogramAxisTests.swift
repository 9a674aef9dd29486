import TestSupport
import Testing

@testable import DropoutEngine

struct HistogramAxisTests {
  private func axis(covering low: Float, _ high: Float) -> HistogramAxis {
    var axis = HistogramAxis.unit
    axis.cover(low: low, high: high)
    return axis
  }

  @Test("An axis covers every finite value it has followed")
  func covers() {
    let reaches: [Float] = [
      .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-20, 0.3, 0.5, Float(0.5).nextUp, 1,
      Float(1).nextUp, 63.9, 64, 1e20, 1e38, 3e38, .greatestFiniteMagnitude,
    ]
    for reach in reaches {
      for (low, high) in [(0, reach), (-reach, 0), (-reach, reach), (-reach / 3, reach)] {
        let range = axis(covering: low, high).range
        #expect(range.low <= Double(low) && Double(high) <= range.high, "\(low) to \(high)")
        #expect(range.low <= 0 && range.high > 0, "zero lies on it")
      }
    }
  }

  @Test("Normal reaches fill more than three eighths of the axis")
  func fills() {
    var generator = SplitMix64(state: 1)
    for _ in 0..<200 {
      let reach = Float.random(in: 1...2, using: &generator) * 10
      for (low, high) in [(0, reach), (-reach, reach)] {
        #expect(Double(reach) >= 0.375 * axis(covering: low, high).range.high, "\(reach)")
      }
    }
  }

  @Test("Widths are powers of two, and zero is an edge")
  func width() {
    for (low, high) in [(0, 0.3), (-7, 2), (0, 100)] as [(Float, Float)] {
      let axis = axis(covering: low, high)
      let width = (axis.range.high - axis.range.low) / 64
      #expect(width.significand == 1)
      #expect(axis.range.low == -Double(axis.zeroBin) * width)
      #expect(Double(axis.inverseWidth) * width == 1)
    }
  }

  @Test("An axis stays while values fill three eighths of it, and narrows below")
  func hysteresis() {
    var axis = axis(covering: 0, 0.9)
    let wide = axis
    #expect(axis.range == HistogramRange(low: 0, high: 1))
    axis.cover(low: 0, high: 0.375)
    #expect(axis == wide)
    axis.cover(low: 0, high: 0.37)
    #expect(axis.range == HistogramRange(low: 0, high: 0.5))
    axis.cover(low: 0, high: 0.51)
    #expect(axis == wide, "it widens at once")
  }

  @Test("Once a value is negative the axis has a negative half, for good")
  func sign() {
    var axis = axis(covering: -0.0, 0.9)
    #expect(!axis.isSigned && axis.range.low == 0)
    axis.cover(low: -0.01, high: 0.9)
    #expect(axis.range == HistogramRange(low: -1, high: 1))
    axis.cover(low: 0, high: 0.9)
    #expect(axis.isSigned)
  }

  @Test("Nothing but zeros, or nothing finite, leaves the axis as it is")
  func nothing() {
    var axis = axis(covering: -3, 3)
    let before = axis
    axis.cover(low: nil, high: nil)
    axis.cover(low: 0, high: 0)
    #expect(axis == before)
    #expect(HistogramAxis.unit.range == HistogramRange(low: 0, high: 1))
  }
}

import DropoutEngine

/// The axis of a site's three histograms on screen: from 0, or from -end with negative values, to a
/// round number.
///
/// It follows from the values before the mask alone, so that mode, phase and rate do not move it,
/// and over a session it only grows.
package struct StageAxis: Equatable, Sendable {
  /// Its end: the smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 × 10^j that holds twice the magnitude that
  /// 999 of 1000 values before the mask stay below.
  private(set) var end: Double
  private(set) var isSigned: Bool
  /// The call at which it last grew; nil while it is as it began.
  private(set) var grewAt: Int?

  /// Nil where no value is on record.
  init?(_ stages: Stages) {
    guard let reach = stages.reachBefore else { return nil }
    end = StageAxis.round(2 * reach)
    isSigned = (stages.before.min ?? 0) < 0
  }

  /// Grows to hold a call's values, too.
  mutating func cover(_ stages: Stages, at number: Int) {
    guard let other = StageAxis(stages), other.end > end || other.isSigned && !isSigned else {
      return
    }
    end = max(end, other.end)
    isSigned = isSigned || other.isSigned
    grewAt = number
  }

  var range: HistogramRange { HistogramRange(low: isSigned ? -end : 0, high: end) }

  /// The smallest round number from `value` on.
  private static func round(_ value: Double) -> Double {
    guard value > 1e-30, value < 1e30 else { return value > 1 ? 1e30 : 1 }
    for exponent in -30...30 {
      // Divided by a whole power, so that 0.3 is 3/10 and not 3 x 0.1.
      let power = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
      for factor in [1, 1.5, 2, 3, 4, 5, 6, 8.0] {
        let end = exponent < 0 ? factor / power : factor * power
        if end >= value * (1 - 1e-9) { return end }
      }
    }
    return 1e30
  }
}

extension ScreenState {
  /// Takes note of how far the values of a call's sites reach.
  mutating func coverAxes(_ call: ForwardCall) {
    for site in call.sites {
      guard let stages = site.stages else { continue }
      if axes[site.name] == nil {
        guard axes.count < SessionTally.limit else { return }
        axes[site.name] = StageAxis(stages)
      } else {
        axes[site.name]?.cover(stages, at: call.number)
      }
    }
  }
}

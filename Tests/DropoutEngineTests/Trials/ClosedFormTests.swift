import Foundation
import TestSupport
import Testing

@testable import DropoutEngine

/// What is known of dropout exactly, held against every mask there is.
@Suite struct ClosedFormTests {
  /// All masks of `count` units with the chance of each.
  private func masks(_ count: Int, keep: Double) -> [(kept: [Bool], chance: Double)] {
    (0..<1 << count).map { bits in
      let kept = (0..<count).map { bits >> $0 & 1 == 1 }
      return (kept, kept.reduce(1) { $0 * ($1 ? keep : 1 - keep) })
    }
  }

  /// Baldi and Sadowski 2013: the normalised weighted geometric mean of σ(S) over all masks is
  /// σ(E[S]), and E[S] is what one pass scaled by the chance of keeping has.
  @Test(arguments: [1, 2, 5, 12], [0.1, 0.5, 0.8])
  func `the normalised geometric mean of a logistic unit is the unit of the mean`(
    count: Int, keep: Double
  ) {
    var random = SplitMix64(state: UInt64(count))
    let weights = (0..<count).map { _ in random.normal() }
    let inputs = (0..<count).map { _ in random.normal() }
    let bias = random.normal()
    var (on, off, mean) = (0.0, 0.0, 0.0)
    for (kept, chance) in masks(count, keep: keep) {
      let sum = (0..<count).reduce(bias) { $0 + (kept[$1] ? weights[$1] * inputs[$1] : 0) }
      // log σ(S) and log (1 - σ(S)).
      on -= chance * log1p(exp(-sum))
      off -= chance * log1p(exp(sum))
      mean += chance * sum
    }
    let geometric = exp(on) / (exp(on) + exp(off))
    let scaled = (0..<count).reduce(bias) { $0 + keep * weights[$1] * inputs[$1] }
    #expect(abs(mean - scaled) < 1e-12)
    #expect(abs(geometric - 1 / (1 + exp(-scaled))) < 1e-12)
  }

  /// Wager et al. 2013: E over masks of ‖y - (m ∘ X) w‖² is ‖y - q X w‖² + p q Σ w² diag(XᵀX).
  @Test(arguments: [0.2, 0.5, 0.9])
  func `dropout on linear regression is an L2 penalty by the columns' squares`(rate: Double) {
    var random = SplitMix64(state: 7)
    let (rows, columns) = (2, 3)
    let x = (0..<rows * columns).map { _ in random.normal() }
    let y = (0..<rows).map { _ in random.normal() }
    let w = (0..<columns).map { _ in random.normal() }
    let keep = 1 - rate
    func loss(_ factor: (Int) -> Double) -> Double {
      (0..<rows).reduce(0) { sum, row in
        let output = (0..<columns).reduce(0) {
          $0 + factor(row * columns + $1) * x[row * columns + $1] * w[$1]
        }
        return sum + (y[row] - output) * (y[row] - output)
      }
    }
    let expected = masks(rows * columns, keep: keep).reduce(0) { sum, mask in
      sum + mask.chance * loss { mask.kept[$0] ? 1 : 0 }
    }
    let penalty = (0..<columns).reduce(0) { sum, column in
      let squares = (0..<rows).reduce(0) {
        $0 + x[$1 * columns + column] * x[$1 * columns + column]
      }
      return sum + rate * keep * squares * w[column] * w[column]
    }
    #expect(abs(expected - (loss { _ in keep } + penalty)) < 1e-12)
    // Inverted: the mean is not scaled, and the penalty is p/q.
    let inverted = masks(rows * columns, keep: keep).reduce(0) { sum, mask in
      sum + mask.chance * loss { mask.kept[$0] ? 1 / keep : 0 }
    }
    #expect(abs(inverted - (loss { _ in 1 } + penalty / (keep * keep))) < 1e-9)
  }

  /// A trained network, and one trained without dropout, after as many calls.
  private func trained(_ rate: Rate, calls: Int) throws -> HeldNetwork {
    var options = SimulationOptions(preset: .digits)
    options.dialect = .philox
    options.widths = [32, 16]
    options.rate = rate
    var timeline = try SimulationTimeline(options)
    _ = timeline.approach(calls)
    return try #require(timeline.held)
  }

  /// Srivastava et al. 2014, figure 8: units say less where they learned with dropout.
  @Test func `the mean activation of units falls with dropout`() throws {
    let means = try [Rate.zero, .half].map { rate in
      let held = try trained(rate, calls: 500)
      let passes = RowPasses(held, held.source.heldOut.inputs, rows: 360)
      return try #require(StageMeter(passes.before).mean)
    }
    #expect(means[1] < 0.7 * means[0])
  }

  /// The same paper, figure 11: the mean of about 50 masks is as good as one scaled pass, to one
  /// standard deviation, here √(a (1 - a) / 360).
  @Test func `the mean of fifty masks comes within one sd of the scaled network`() throws {
    let held = try trained(.half, calls: 500)
    var curve = try #require(EnsembleCurve(held, masks: 50))
    while curve.work() {}
    #expect(curve.points.map(\.masks) == [1, 3, 10, 30, 50])
    let last = try #require(curve.points.last).score.accuracy
    let scaled = curve.scaled.accuracy
    #expect(scaled > 0.6)
    #expect(abs(last - scaled) <= (scaled * (1 - scaled) / 360).squareRoot())
    // One mask alone is worse.
    #expect(curve.points[0].score.accuracy < scaled)
  }
}

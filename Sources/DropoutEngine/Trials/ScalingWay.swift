/// A way to write dropout: two that are right, and five that people write.
package enum ScalingWay: Int, Sendable, CaseIterable {
  /// Scaled by 1/(1 - p) in training: what PyTorch does.
  case inverted
  /// Scaled by 1 - p in evaluation: Srivastava et al. 2014.
  case vanilla
  /// Not scaled anywhere.
  case unscaled
  /// Scaled in training and again in evaluation.
  case twice
  /// Scaled by 1/p.
  case inverseRate
  /// The masks are left on in evaluation.
  case forgotten
  /// The share to keep is handed over as the rate of dropping.
  case swapped

  package var isRight: Bool { self == .inverted || self == .vanilla }

  /// Those that are wrong.
  package static let wrong = allCases.filter { !$0.isRight }

  /// Whether it is told from a right way at a rate of one half.
  package var isSeenAtHalf: Bool { self != .inverseRate && self != .swapped }

  /// The rate that it is shown at: where p and 1 - p are one, one fifth.
  package func shown(_ rate: Rate) -> Rate {
    isSeenAtHalf || abs(rate.value - 0.5) > 1e-9 ? rate : Rate(unchecked: 0.2)
  }

  /// The chance of keeping in training.
  package func keep(_ rate: Rate) -> Double { self == .swapped ? rate.value : rate.keep }

  /// What kept elements are multiplied by in training; nil where that is no number.
  package func training(_ rate: Rate) -> Double? {
    let divisor: Double
    switch self {
    case .vanilla, .unscaled: divisor = 1
    case .inverted, .twice, .forgotten: divisor = rate.keep
    case .inverseRate, .swapped: divisor = rate.value
    }
    return divisor > 0 ? 1 / divisor : nil
  }

  /// What all elements are multiplied by in evaluation; nil where the masks are left on.
  package func evaluation(_ rate: Rate) -> Double? {
    switch self {
    case .vanilla, .twice: rate.keep
    case .inverted, .unscaled, .inverseRate, .swapped: 1
    case .forgotten: nil
    }
  }

  /// The expectation in evaluation over that in training: 1 where the two agree.
  package func ratio(_ rate: Rate) -> Double? {
    guard let training = training(rate), keep(rate) > 0 else { return nil }
    guard let evaluation = evaluation(rate) else { return 1 }
    return evaluation / (training * keep(rate))
  }
}

/// What a way costs on the rows held out.
package struct WayPrice: Sendable, Equatable {
  package var way: ScalingWay
  package var score: Score
  /// Passes that it is the mean of: 1 where no masks are on.
  package var passes: Int
}

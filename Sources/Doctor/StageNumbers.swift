import DropoutEngine

/// What rules ask of a run's three stages: plain numbers, since to hand the histograms from rule to
/// rule takes longer than to look at them.
struct StageNumbers: Sendable {
  let before: Stage
  let masked: Stage
  let after: Stage

  /// One of them, without its histogram.
  struct Stage: Sendable {
    let mean: Double?
    let sd: Double?
    let min: Double?
    let max: Double?
    let size: Int
    let zeros: Int
    let nan: Int
    let inf: Int

    init(_ stage: StageStatistics) {
      (mean, sd, min, max) = (stage.mean, stage.sd, stage.min, stage.max)
      (size, zeros, nan, inf) = (stage.size, stage.zeros, stage.nan, stage.inf)
    }

    /// Whether all its values are finite.
    var isFinite: Bool { nan | inf == 0 }
  }

  init(_ stages: Stages) {
    before = Stage(stages.before)
    masked = Stage(stages.masked)
    after = Stage(stages.after)
  }

  /// Whether all values of all stages are finite.
  var areFinite: Bool { before.isFinite && masked.isFinite && after.isFinite }
}

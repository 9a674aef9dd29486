import DropoutEngine

/// One stage and how it is shown.
struct HistogramStage {
  let name: String
  let color: Color
  let statistics: StageStatistics
  /// What theory expects; nil before the mask, where there is nothing to predict.
  let prediction: Prediction?
  /// What made the stage of the one before it, in full and short.
  let operations: [[Run]]
}

import DropoutEngine

/// The three stages of the selected layer side by side, on one axis and one scale.
struct HistogramPanels {
  let scene: Scene
  let layer: LayerCall
  /// Before, masked, after.
  let rects: [Rect]

  func draw(into canvas: inout Canvas) {
    let stages = self.stages
    let bodies = rects.map { $0.inset(dx: 2, dy: 1) }
    guard let width = bodies.map(\.width).min(), let height = bodies.first?.height else { return }
    let rows = HistogramRows(height)
    let frame = HistogramFrame(layer, plotWidth: width - 3, plotHeight: rows.plot)
    for (stage, (rect, body)) in zip(stages, zip(rects, bodies)) {
      canvas.box(
        rect, scene.inks.border,
        left: [Run(stage.name, scene.inks.ink(stage.color, bold: true))], right: stage.operation)
      guard body.height >= 3, body.width >= 6 else { continue }
      HistogramPlot(
        inks: scene.inks, frame: frame, rows: rows, stage: stage.statistics, color: stage.color,
        zerosBefore: layer.before.zeros, size: layer.elements
      ).draw(in: body, into: &canvas)
      HistogramNumbers(inks: scene.inks, stage: stage, layer: layer).draw(
        in: body.below(rows.plot + rows.axis), into: &canvas)
    }
  }

  private var stages: [HistogramStage] {
    let inks = scene.inks
    let masked = scene.call.phase == .train ? "× mask" : "no mask"
    return [
      HistogramStage(
        name: "before", color: scene.theme.before, statistics: layer.before, prediction: nil,
        operation: [Run(source, inks.label)]),
      HistogramStage(
        name: "masked", color: scene.theme.kept, statistics: layer.masked,
        prediction: Prediction.masked(layer, phase: scene.call.phase),
        operation: [Run(masked, inks.label)]),
      HistogramStage(
        name: "after", color: scene.theme.after, statistics: layer.after,
        prediction: Prediction.after(layer, phase: scene.call.phase), operation: scaling),
    ]
  }

  /// Where the values come from.
  private var source: String {
    switch scene.arrival.header.preset {
    case "digits", "article": "relu(W·x + b)"
    case "module": "x ~ N(0, 1)"
    default: "activation"
    }
  }

  /// The factor of the last stage and its formula; in alarm where it is not what the mode says.
  private var scaling: [Run] {
    let inks = scene.inks
    let factor = Numerals.fixed(layer.scale, 2)
    let keep = layer.rate.keep
    let (formula, expected): (String?, Double) =
      switch (scene.call.mode, scene.call.phase) {
      case (.inverted, .train): ("1/(1−p)", 1 / keep)
      case (.vanilla, .eval): ("(1−p)", keep)
      case (.vanilla, .train), (.inverted, .eval): (nil, 1)
      }
    let isExpected =
      !expected.isFinite || abs(layer.scale - expected) <= 1e-3 * max(1, abs(expected))
    guard isExpected else { return [Run("× \(factor)", inks.alarm)] }
    guard let formula else { return [Run("× 1", inks.label)] }
    return [Run("× \(formula) = ", inks.label), Run(factor, inks.text)]
  }
}

/// One stage and how it is shown.
struct HistogramStage {
  let name: String
  let color: Color
  let statistics: StageStatistics
  /// What theory expects; nil before the mask, where there is nothing to predict.
  let prediction: Prediction?
  let operation: [Run]
}

/// How the rows of a histogram's box are used.
struct HistogramRows {
  let plot: Int
  /// The axis, and a row of its own for its labels where there is room.
  let axis: Int

  init(_ height: Int) {
    axis = height >= 9 ? 2 : 1
    plot = max(0, height - axis - (height >= 6 ? 2 : 1))
  }
}

/// What the three plots share: columns, the tallest count, and whether a row is kept for outliers.
struct HistogramFrame {
  let range: HistogramRange
  let columns: Int
  /// The largest count of any column of any stage, zeros aside.
  let peak: Double
  /// Whether any stage has values that no bin holds: they get the first row.
  let hasOutliers: Bool
  let barRows: Int

  init(_ layer: LayerCall, plotWidth: Int, plotHeight: Int) {
    range = layer.range
    let stages = [layer.before, layer.masked, layer.after]
    let bins = stages.map(\.bins.count).max() ?? 0
    let columns = HistogramColumns.count(bins: min(bins, 1 << 20), room: plotWidth)
    self.columns = columns
    peak =
      stages.flatMap {
        HistogramColumns.resample(HistogramColumns.withoutZeros($0, layer.range), to: columns)
      }.max() ?? 0
    hasOutliers = stages.contains { $0.below > 0 || $0.above > 0 || $0.nan > 0 || $0.inf > 0 }
    barRows = max(0, plotHeight - (hasOutliers && plotHeight > 1 ? 1 : 0))
  }

  /// The column of a value on the axis; nil outside.
  func column(of value: Double) -> Int? {
    let share = (value - range.low) / (range.high - range.low)
    guard share >= 0, share <= 1, columns > 0 else { return nil }
    return min(columns - 1, Int(share * Double(columns)))
  }
}

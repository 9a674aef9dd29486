import DropoutEngine

/// The three stages of the selected layer side by side, on one axis and one scale.
struct HistogramPanels {
  let scene: Scene
  let layer: SiteCall
  let measured: Stages
  /// Before, masked, after.
  let rects: [Rect]

  func draw(into canvas: inout Canvas) {
    let stages = self.stages
    let bodies = rects.map { $0.inset(dx: 2, dy: 1) }
    guard let width = bodies.map(\.width).min(), let height = bodies.first?.height else { return }
    let rows = HistogramRows(height, isWide: width >= HistogramNumbers.wide)
    let frame = HistogramFrame(measured, plotWidth: width - 3, plotHeight: rows.plot)
    for (stage, (rect, body)) in zip(stages, zip(rects, bodies)) {
      canvas.box(
        rect, scene.inks.border, left: title(stage, rect.width), right: stage.operations)
      guard body.height >= 3, body.width >= 6 else { continue }
      HistogramPlot(
        inks: scene.inks, frame: frame, rows: rows, stage: stage.statistics, color: stage.color,
        zerosBefore: measured.before.zeros, size: layer.elements
      ).draw(in: body, into: &canvas)
      HistogramNumbers(inks: scene.inks, stage: stage, layer: layer).draw(
        in: body.below(rows.plot + rows.axis), into: &canvas)
    }
  }

  private var stages: [HistogramStage] {
    let inks = scene.inks
    let phase = scene.phase(layer)
    let masked = layer.isDrawn ?? (phase == .train) ? "× mask" : "no mask"
    return [
      HistogramStage(
        name: "before", color: scene.theme.before, statistics: measured.before, prediction: nil,
        operations: sources.map { [Run($0, inks.label)] }),
      HistogramStage(
        name: "masked", color: scene.theme.kept, statistics: measured.masked,
        prediction: Prediction.masked(layer, phase: phase),
        operations: [[Run(masked, inks.label)]]),
      HistogramStage(
        name: "after", color: scene.theme.after, statistics: measured.after,
        prediction: Prediction.after(layer, phase: phase), operations: scaling),
    ]
  }

  /// The stage, and on the first one the layer where there is room.
  private func title(_ stage: HistogramStage, _ width: Int) -> [Run] {
    let name = Run(stage.name, scene.inks.ink(stage.color, bold: true))
    let layer = Run("  " + StatusLine.cut(self.layer.id.title, 16), scene.inks.label)
    let operation = stage.operations.first?.width ?? 0
    let fits = name.width + layer.width + operation + 8 <= width
    return stage.prediction == nil && stage.name == "before" && fits ? [name, layer] : [name]
  }

  /// Where the values come from, in full and short.
  private var sources: [String] {
    switch scene.arrival.header.preset {
    case "digits", "article": ["relu(W·x + b)", "relu(Wx+b)"]
    case "module": ["x"]
    default: ["activation"]
    }
  }

  /// The factor of the last stage and its formula; in alarm where it is not what the mode says.
  private var scaling: [[Run]] {
    let inks = scene.inks
    guard let scale = layer.scale else { return [] }
    let factor = Numerals.fixed(scale, 2)
    guard let mode = scene.call.mode, let keep = layer.rate?.keep else {
      return [[Run("× \(factor)", inks.label)]]
    }
    let (formula, expected): (String?, Double) =
      switch (mode, scene.phase(layer)) {
      case (.inverted, .train): ("1/(1−p)", 1 / keep)
      case (.vanilla, .eval): ("(1−p)", keep)
      case (.vanilla, .train), (.inverted, .eval): (nil, 1)
      }
    let isExpected =
      !expected.isFinite || abs(scale - expected) <= 1e-3 * max(1, abs(expected))
    guard isExpected else { return [[Run("× \(factor)", inks.alarm)]] }
    guard let formula else { return [[Run("× 1", inks.label)]] }
    return [
      [Run("× \(formula) = ", inks.label), Run(factor, inks.text)],
      [Run("× ", inks.label), Run(factor, inks.text)],
    ]
  }
}

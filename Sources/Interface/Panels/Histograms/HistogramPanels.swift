import DropoutEngine
import PlainText

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
    let predictions = self.predictions
    return [
      HistogramStage(
        name: "before", color: scene.theme.before, statistics: measured.before, prediction: nil,
        operations: sources.map { [Run($0, inks.label)] }),
      HistogramStage(
        name: "masked", color: scene.theme.kept, statistics: measured.masked,
        prediction: predictions?.masked,
        operations: [[Run(masked, inks.label)]]),
      HistogramStage(
        name: "after", color: scene.theme.after, statistics: measured.after,
        prediction: layer.scale == nil ? nil : predictions?.after, operations: scaling),
    ]
  }

  /// The layer's kind; nil where it is none that we know. Who draws for every element and does not
  /// say more is taken for element dropout.
  private var kind: (any DropoutKind)? {
    guard let name = scene.arrival.header.site(layer.name)?.kind else {
      return layer.drawn == nil ? ElementDropout() : nil
    }
    return DropoutKinds.named(name)
  }

  /// What theory expects, with the scale that was recorded.
  private var predictions: LayerPredictions? {
    let phase = scene.phase(layer)
    // In evaluation nothing is drawn, whatever the rate.
    guard let kind, let rate = layer.rate ?? (phase == .eval ? .zero : nil) else { return nil }
    var effect = kind.effect(rate: rate, mode: scene.call.mode ?? .inverted, phase: phase)
    effect.scale = layer.scale ?? effect.scale
    let draws = layer.shape.map { elementCount(kind.drawnShape(for: $0)) }
    let before = MomentsBefore(
      mean: measured.before.mean, sd: measured.before.sd, count: layer.elements,
      zeros: measured.before.zeros, draws: draws)
    return kind.predictions(of: before, effect: effect)
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
    let factor = decimal(scale, 2)
    let phase = scene.phase(layer)
    guard let mode = scene.call.mode, let rate = layer.rate, let kind else {
      return [[Run("× \(factor)", inks.label)]]
    }
    let expected = kind.effect(rate: rate, mode: mode, phase: phase).scale
    let formula = kind.formula(mode: mode, phase: phase)
    // With p = 1 nothing is left to scale, and any factor will do.
    let isExpected =
      rate.keep == 0 && phase == .train && formula != nil
      || !expected.isFinite || abs(scale - expected) <= 1e-3 * max(1, abs(expected))
    guard isExpected else { return [[Run("× \(factor)", inks.alarm)]] }
    guard let formula else { return [[Run("× 1", inks.label)]] }
    return [
      [Run("× \(formula) = ", inks.label), Run(factor, inks.text)],
      [Run("× ", inks.label), Run(factor, inks.text)],
    ]
  }
}

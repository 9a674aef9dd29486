import DropoutEngine

/// How large the weights of each layer are over the calls, and at the right their gradients.
struct NormsPanel {
  let columns: TimeColumns

  private var inks: Inks { columns.scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let layers = columns.here?.weights.count ?? 0
    canvas.box(
      rect, inks.border,
      left: [
        Run("norms", inks.strong), Run("  weights ‖W‖ and gradients ", inks.label),
        Run("╍", inks.label), Run(" of each layer, the first strongest", inks.label),
      ], right: numbers(layers))
    let plot = rect.inset(dx: 2, dy: 1)
    guard layers > 0, !plot.isEmpty else { return }
    let weights = (0..<layers).map { layer in
      columns.smooth { $0.weights.dropFirst(layer).first?.mean }
    }
    let gradients = (0..<layers).map { layer in
      columns.smooth { $0.gradients.dropFirst(layer).first?.mean }
    }
    draw(weights, plot.top(plot.height - plot.height / 2), inks.theme.kept, false, &canvas)
    draw(gradients, plot.below(plot.height - plot.height / 2), inks.theme.eval, true, &canvas)
    columns.drawCursor(plot, &canvas)
    columns.touch(plot, &canvas)
  }

  private func draw(
    _ layers: [[Double?]], _ plot: Rect, _ color: Color, _ isDotted: Bool,
    _ canvas: inout Canvas
  ) {
    guard let most = layers.joined().compactMap(\.self).max(), most > 0, !plot.isEmpty else {
      return
    }
    let curves = CurvePlot(inks: inks, range: HistogramRange(low: 0, high: most * 1.02))
    let shown = layers.enumerated().map { layer, values in
      CurvePlot.Curve(
        values: values, style: inks.ink(inks.step(color, tone(layer, layers.count))),
        isDotted: isDotted && !inks.hasColor)
    }
    curves.draw(shown.reversed(), in: plot, into: &canvas)
    curves.drawLabels(plot, into: &canvas)
  }

  private func tone(_ layer: Int, _ count: Int) -> Double {
    count > 1 ? 1 - 0.6 * Double(layer) / Double(count - 1) : 1
  }

  /// `‖W‖ 9.1 8.2 3.3   gradient 0.12 0.20 0.31`.
  private func numbers(_ layers: Int) -> [[Run]] {
    guard let here = columns.here, layers > 0 else { return [] }
    func words(_ sums: [MeanSum], _ color: Color) -> [Run] {
      sums.prefix(6).enumerated().map { layer, sum in
        Run(
          " " + (sum.mean.map(Numerals.short) ?? "–"),
          inks.ink(inks.step(color, tone(layer, layers))))
      }
    }
    let weights = [Run("here ‖W‖", inks.label)] + words(here.weights, inks.theme.kept)
    let gradients = [Run("  gradient", inks.label)] + words(here.gradients, inks.theme.eval)
    return [weights + gradients, weights]
  }
}

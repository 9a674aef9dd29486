import DropoutEngine

/// The loss with dropout beside that of the same network without it.
struct LearningPanel {
  let columns: TimeColumns

  private var scene: Scene { columns.scene }
  private var inks: Inks { columns.scene.inks }
  private var hasTwin: Bool { columns.history?.hasTwin ?? false }
  private var twin: Style { inks.ink(inks.theme.colors[0xF], dim: true) }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let here = numbers
    let title = title.first { title in title.width + (here.first?.width ?? 0) + 9 <= rect.width }
    canvas.box(rect, inks.border, left: title ?? self.title.last ?? [], right: here)
    let plot = rect.inset(dx: 2, dy: 1)
    guard !plot.isEmpty else { return }
    let loss = columns.smooth(\.loss.mean)
    let other = columns.smooth(\.twinLoss.mean)
    let most = (loss + other).compactMap(\.self).max() ?? 0
    guard most > 0 else {
      let words = columns.history == nil ? "reading the calls" : "no loss is on record"
      canvas.write(
        words, inks.label, x: plot.x + max(0, (plot.width - words.count) / 2),
        y: plot.y + plot.height / 2, limit: plot.width)
      return
    }
    let curves = CurvePlot(inks: inks, range: HistogramRange(low: 0, high: most))
    curves.draw(
      [
        .init(values: other, style: twin, isDotted: !inks.hasColor),
        .init(values: loss, style: inks.ink(inks.theme.after)),
      ], in: plot, into: &canvas)
    curves.drawLabels(plot, into: &canvas)
    columns.drawCursor(plot, &canvas)
    columns.touch(plot, &canvas)
  }

  /// The fullest first.
  private var title: [[Run]] {
    let name = [Run("learning", inks.strong)]
    let loss = [Run("  loss ", inks.label)]
    let isSmooth = columns.axis.count >= columns.axis.width
    let over = isSmooth ? [Run(", \(columns.callsPerDot) calls a dot", inks.label)] : []
    guard hasTwin else {
      let why = [Run("as logged; no network without dropout ran beside it", inks.label)]
      return [name + loss + why + over, name + loss + why, name + loss, name]
    }
    let both = [
      Run("━", inks.ink(inks.theme.after)), Run(" with dropout ", inks.label),
      Run(inks.hasColor ? "━" : "╍", twin), Run(" the same without", inks.label),
    ]
    return [name + loss + both + over, name + loss + both, name + both, name]
  }

  /// `here 1.30  without 0.21   held out 86.4%  without 86.7%`.
  private var numbers: [[Run]] {
    let after = inks.ink(inks.theme.after, bold: true)
    var runs = [
      Run("here ", inks.label), Run(scene.call.loss.map(Numerals.short) ?? "–", after),
    ]
    if hasTwin {
      runs += [
        Run("  without ", inks.label),
        Run(columns.here?.twinLoss.mean.map(Numerals.short) ?? "–", twin),
      ]
    }
    guard let told = columns.history?.heldOut(upTo: scene.call.number) else { return [runs] }
    var held = [Run("   held out ", inks.label)]
    held.append(Run(told.accuracy.map { Numerals.percent($0) } ?? "–", after))
    if hasTwin {
      held += [
        Run("  without ", inks.label), Run(told.twin.map { Numerals.percent($0) } ?? "–", twin),
      ]
    }
    return [runs + held, runs]
  }
}

import DropoutEngine

/// A stage over the calls in its box: the map, and in the border its numbers at the call on screen.
struct StagePanel {
  let columns: TimeColumns
  /// Before, masked or after.
  let stage: Int

  private var scene: Scene { columns.scene }
  private var inks: Inks { columns.scene.inks }

  private var color: Color {
    [inks.theme.before, inks.theme.kept, inks.theme.after][stage]
  }

  var map: HeatMap { HeatMap(columns: columns, stage: stage, color: color) }

  static func plot(_ rect: Rect) -> Rect { rect.inset(dx: 2, dy: 1) }

  func draw(in rect: Rect, peak: Double, into canvas: inout Canvas) {
    let here = numbers
    let title = title.first { title in
      title.width + (here.first?.width ?? 0) + 9 <= rect.width
    }
    canvas.box(rect, inks.border, left: title ?? self.title.last ?? [], right: here)
    let plot = Self.plot(rect)
    guard !plot.isEmpty else { return }
    columns.touch(plot, &canvas)
    let isKnown = columns.columns.contains { ($0?.stages.count ?? 0) > stage }
    guard isKnown else {
      let words = columns.history == nil ? "reading the calls" : "values are not on record"
      canvas.write(
        words, inks.label, x: plot.x + max(0, (plot.width - words.count) / 2),
        y: plot.y + plot.height / 2, limit: plot.width)
      columns.drawCursor(plot, &canvas)
      return
    }
    map.draw(in: plot, peak: peak, into: &canvas)
  }

  /// The fullest first.
  private var title: [[Run]] {
    let name = Run(["before", "masked", "after"][stage], inks.ink(color, bold: true))
    guard stage == 0 else { return [[name, Run("  on the same axis", inks.label)], [name]] }
    let source = scene.selectedSite.flatMap { site in
      site.stages.flatMap { HistogramStage.all(scene, site, $0).first?.operations.first }
    }
    let what = [Run("  values of ", inks.label)] + (source ?? [Run("x", inks.label)])
    let dots = [Run(", ", inks.label), Run("⠒", inks.strong)]
    let words =
      columns.memory.showsBands
      ? [Run(", 5 25 75 95% of those not zero", inks.label)] + dots + [Run(" median", inks.label)]
      : [Run(", denser is stronger", inks.label)] + dots + [Run(" mean", inks.label)]
    return [[name] + what + words, [name] + what, [name]]
  }

  /// `here  mean 0.111 = 0.507 × before, expected 0.500  +0.5σ   sd 0.237  zeros 71.8%`.
  private var numbers: [[Run]] {
    guard let index = scene.selected, let stages = scene.call.sites[index].stages else { return [] }
    let statistics = [stages.before, stages.masked, stages.after][stage]
    let reading = scene.reading(index)
    let mean = [
      Run("mean ", inks.label), Run(Numerals.short(statistics.mean), inks.strong),
    ]
    let here = [Run("here  ", inks.label)]
    let spread = [Run("  sd ", inks.label), Run(Numerals.short(statistics.sd), inks.text)]
    let share = Double(statistics.zeros) / Double(max(1, statistics.size))
    let zeros = [Run("  zeros ", inks.label), Run(Numerals.percent(share), inks.text)]
    let ratio = stage == 0 ? [] : ratio(reading, statistics)
    return [
      here + mean + ratio + spread + zeros, here + mean + spread + zeros, mean + zeros, mean,
    ]
  }

  /// How the mean stands to the one before, beside what is expected.
  private func ratio(_ reading: SiteReading, _ statistics: StageStatistics) -> [Run] {
    guard let before = reading.before, before != 0, let mean = statistics.mean else { return [] }
    let number = stage == 1 ? reading.masked : reading.after
    var runs = [
      Run(" = ", inks.label), Run(Numerals.short(mean / before), inks.text),
      Run(" × before", inks.label),
    ]
    guard let expected = number.expected else { return runs }
    runs.append(Run(", expected \(Numerals.short(expected.mean / before))", inks.label))
    if let sigma = number.sigma {
      runs.append(
        Run("  \(Numerals.sigma(sigma)) ", number.isOff ? inks.alarm : inks.label))
    }
    return runs
  }
}

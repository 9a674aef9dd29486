import DropoutEngine
import RealModule

/// The three stages of a site side by side, on one axis and one scale; or one behind the other.
struct HistogramPanels {
  let scene: Scene
  let site: SiteCall
  let stages: Stages
  /// Before, masked, after.
  let rects: [Rect]
  /// Whether a table of numbers stands on the screen, which says what is expected.
  let hasNumbers: Bool
  /// Whether other sites' histograms stand beside these.
  let isNamed: Bool
  /// All in one panel, one behind the other.
  let isOverlaid: Bool
  /// Counts are shown by their logarithm.
  let isLog: Bool

  private var inks: Inks { scene.inks }

  func draw(into canvas: inout Canvas) {
    let shown = HistogramStage.all(scene, site, stages)
    if isOverlaid, let first = rects.first, let last = rects.last {
      let whole = Rect(
        x: first.x, y: first.y, width: last.maxX - first.x, height: first.height)
      let scale = HistogramScale(scene, site, stages, width: whole.width - 4, isLog: isLog)
      drawOverlaid(shown, scale, whole, &canvas)
      return
    }
    guard let width = rects.map(\.width).min() else { return }
    let scale = HistogramScale(scene, site, stages, width: width - 4, isLog: isLog)
    for (index, rect) in rects.enumerated() {
      let stage = shown[index]
      canvas.box(rect, inks.border, left: title(stage, rect.width), right: stage.operations)
      guard rect.height >= 5, scale.columns > 0 else { continue }
      let plot = HistogramPlot(
        inks: inks, scale: scale, stage: stage, stages: stages, isFirst: index == 0)
      plot.draw(in: rect, into: &canvas)
      drawCorner(stage, scale, isFirst: index == 0, in: rect, &canvas)
    }
  }

  /// One panel: before as dots, masked and after one behind the other.
  private func drawOverlaid(
    _ shown: [HistogramStage], _ scale: HistogramScale, _ rect: Rect, _ canvas: inout Canvas
  ) {
    let words = shown.flatMap { stage in
      [
        Run(stage.name, inks.ink(stage.color, bold: true)),
        Run(" " + Numerals.short(stage.statistics.mean) + "  ", inks.text),
      ]
    }
    canvas.box(rect, inks.border, left: words, right: [[Run(site.id.title, inks.label)]])
    guard rect.height >= 5, scale.columns > 0 else { return }
    // The longer tail stands behind; both have the same words on the border.
    for index in [2, 1] {
      HistogramPlot(
        inks: inks, scale: scale, stage: shown[index], stages: stages, isFirst: false
      ).draw(in: rect, into: &canvas)
    }
    let plot = HistogramPlot(
      inks: inks, scale: scale, stage: shown[1], stages: stages, isFirst: false)
    plot.drawOutline(in: rect, into: &canvas)
  }

  private func title(_ stage: HistogramStage, _ width: Int) -> [Run] {
    var runs = [Run(stage.name, inks.ink(stage.color, bold: true))]
    let operation = stage.operations.last?.width ?? 0
    let mean = [
      Run("  mean ", inks.label), Run(Numerals.short(stage.statistics.mean), inks.measured),
    ]
    guard width >= 36, (runs + mean).width + operation + 8 <= width else { return runs }
    runs += mean
    let name = Run("  " + StatusLine.cut(site.id.title, 16), inks.label)
    if isNamed, (runs + [name]).width + operation + 8 <= width { runs.append(name) }
    return runs
  }

  /// In the upper right: what the tallest column stands for, and how far the mean is off where no
  /// table says it.
  private func drawCorner(
    _ stage: HistogramStage, _ scale: HistogramScale, isFirst: Bool, in rect: Rect,
    _ canvas: inout Canvas
  ) {
    let body = rect.inset(dx: 2, dy: 1)
    let sigma = stage.mean.sigma.map {
      Run(Numerals.sigma($0), stage.mean.isOff ? inks.alarm : inks.label)
    }
    var lines: [[Run]]
    if rect.width >= 36 {
      let peak = "┬ \(Int(nearest: scale.peak))"
      lines = [
        [Run(isFirst && site.elements > 0 ? peak + " of \(site.elements)" : peak, inks.label)]
      ]
      if !hasNumbers, let sigma { lines.append([sigma]) }
    } else {
      guard body.width >= 16 else { return }
      lines = [[Run(Numerals.short(stage.statistics.mean), inks.measured)]]
      lines.append([sigma ?? Run(isFirst ? "mean" : "", inks.label)])
    }
    for (row, runs) in lines.enumerated() where row < body.height - 2 {
      canvas.write(runs, x: body.maxX - runs.width, y: body.y + row)
    }
  }
}

/// What the plots share: the axis, its columns, the tallest count of any stage.
struct HistogramScale {
  let axis: HistogramRange
  let columns: Int
  /// The tallest column of the three stages, zeros aside.
  let peak: Double
  /// Counts are shown by their logarithm.
  let isLog: Bool
  let range: HistogramRange

  init(_ scene: Scene, _ site: SiteCall, _ stages: Stages, width: Int, isLog: Bool) {
    var axis = scene.state.axes[site.name] ?? StageAxis(stages)
    axis?.cover(stages, at: scene.call.number)
    let range = axis?.range ?? HistogramRange(low: 0, high: 1)
    let columns = max(0, width)
    peak =
      [stages.before, stages.masked, stages.after].flatMap {
        HistogramColumns($0, stages.range, onto: range, columns: columns).counts
      }.max() ?? 0
    self.axis = range
    self.columns = columns
    self.range = stages.range
    self.isLog = isLog
  }

  /// - Parameters:
  ///   - range: what the bins of the values before the mask cover.
  ///   - stages: what else is shown on it, each with what its bins cover.
  init(
    axis: HistogramRange, columns: Int, isLog: Bool, range: HistogramRange, before: StageStatistics,
    stages: [HistogramStage]
  ) {
    let all = [(before, range)] + stages.map { ($0.statistics, $0.range ?? range) }
    self.axis = axis
    self.columns = max(0, columns)
    self.isLog = isLog
    self.range = range
    peak =
      all.flatMap {
        HistogramColumns($0.0, $0.1, onto: axis, columns: max(0, columns)).counts
      }.max() ?? 0
  }

  /// How high a count stands, in 0...1.
  func height(_ count: Double) -> Double {
    guard peak > 0, count > 0 else { return 0 }
    return isLog ? Double.log1p(count) / Double.log1p(peak) : count / peak
  }

  /// The column of a value; nil outside.
  func column(of value: Double) -> Int? {
    let share = (value - axis.low) / (axis.high - axis.low)
    guard share >= 0, share <= 1, columns > 0 else { return nil }
    return min(columns - 1, Int(nearest: (share * Double(columns)).rounded(.down)))
  }
}

extension Double {
  fileprivate static func log1p(_ value: Double) -> Double { .log(onePlus: value) }
}

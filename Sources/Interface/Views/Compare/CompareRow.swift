import DropoutEngine
import PlainText

/// A way to write dropout in training and in evaluation, side by side, and whether the two agree.
struct CompareRow {
  let scene: Scene
  let way: ScalingWay
  let values: CompareValues?
  /// All boxes share axis and scale.
  let sides: [CompareSide]
  let place: CompareLayout.Row

  private var inks: Inks { scene.inks }

  func draw(into canvas: inout Canvas) {
    drawBox(.train, place.train, &canvas)
    drawBox(.eval, place.eval, &canvas)
    if let rect = place.agreement {
      CompareAgreement(scene: scene, way: way, values: values).draw(in: rect, into: &canvas)
    }
  }

  private func drawBox(_ phase: Phase, _ rect: Rect, _ canvas: inout Canvas) {
    let side = values?.side(way, phase)
    let box = CompareBox(row: place.index, phase: phase)
    let isNow = way.isRight && scene.state.runningBox == box
    let border = isNow ? inks.runningBorder : inks.border
    let choices = side?.words.map { [Run($0, inks.label)] } ?? []
    let right = isNow ? [[Run("now", inks.accent)]] : []
    canvas.box(rect, border, left: title(box, choices, rect.width - 5), right: right)
    guard let values, let side else { return drawAbsence(phase, in: rect, &canvas) }
    guard rect.height >= 5, rect.width >= 8 else { return }
    drawPlot(values, side, rect, &canvas)
    drawNumbers(values, side, rect, &canvas)
    if phase == .eval, place.agreement == nil, !side.isMasked {
      let agreement = CompareAgreement(scene: scene, way: way, values: values)
      drawFooter(agreement.short, rect, &canvas)
    }
  }

  /// `‹inverted, train›  h × mask × 2.00`.
  private func title(_ box: CompareBox, _ words: [[Run]], _ room: Int) -> [Run] {
    let isSelected = scene.state.compareBox == box
    let style = way.isRight ? inks.strong : inks.alarm
    let (open, close) = isSelected ? ("‹", "›") : ("", "")
    func named(_ name: String) -> [Run] {
      [
        Run(open, inks.hotkey), Run("\(name)\(box.phase.rawValue)", style), Run(close, inks.hotkey),
      ]
    }
    let name = named(fixed == nil ? "\(way.title), " : "")
    let full = words.map { name + [Run("  ", inks.label)] + $0 }
    return (full + [name]).first { $0.width <= room } ?? named("")
  }

  private var fixed: String? { values?.fixedMode }

  private func drawPlot(
    _ values: CompareValues, _ side: CompareSide, _ rect: Rect, _ canvas: inout Canvas
  ) {
    let stages = sides.map { $0.stage(inks) }
    var axis = scene.state.axes[values.site.name] ?? StageAxis(values.stages)
    axis?.cover(values.stages, at: scene.call.number)
    let scale = HistogramScale(
      axis: axis?.range ?? HistogramRange(low: 0, high: 1),
      columns: min(place.train.width, place.eval.width) - 4,
      isLog: scene.state.memory[CompareState.self].hasLogCounts, range: values.stages.range,
      before: values.stages.before, stages: stages)
    guard scale.columns > 0 else { return }
    let stage = side.stage(inks, expected: values.stages.before.mean)
    // Where nothing is dropped no share of it is told, but the outline of before stays.
    let plot = HistogramPlot(
      inks: inks, scale: scale, stage: stage, stages: values.stages, isFirst: !side.isMasked)
    plot.draw(in: rect, into: &canvas)
    if !side.isMasked { plot.drawOutline(in: rect, into: &canvas) }
  }

  /// In the upper right: the mean, and what it is of the mean before.
  private func drawNumbers(
    _ values: CompareValues, _ side: CompareSide, _ rect: Rect, _ canvas: inout Canvas
  ) {
    let body = rect.inset(dx: 2, dy: 1)
    var lines = [[Run("mean ", inks.label), Run(Numerals.short(side.mean), inks.strong)]]
    if let before = values.stages.before.mean, before != 0, let mean = side.mean {
      lines.append([
        Run(Numerals.factor(mean / before), inks.text), Run(" × before", inks.label),
      ])
    }
    for (row, runs) in lines.enumerated() where row < body.height - 2 && runs.width <= body.width {
      canvas.write(runs, x: body.maxX - runs.width, y: body.y + row)
    }
  }

  private func drawAbsence(_ phase: Phase, in rect: Rect, _ canvas: inout Canvas) {
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty else { return }
    let lines = Prose.lines(absence, width: body.width).prefix(body.height)
    for (row, line) in lines.enumerated() {
      canvas.write(
        line, inks.label, x: body.x, y: body.y + (body.height - lines.count) / 2 + row,
        limit: body.width)
    }
  }

  private var absence: String {
    guard let site = scene.selectedSite else { return scene.absence }
    if site.rate == nil { return "the rate is not known" }
    guard let values else { return "values are not logged" }
    if way.training(values.rate) == nil { return "there is no such factor at this rate" }
    return "this call drew no mask"
  }

  /// At the right of the lower border.
  private func drawFooter(_ choices: [[Run]], _ rect: Rect, _ canvas: inout Canvas) {
    // `─ zero before 61.0%` stands at its left.
    let room = rect.width - 28
    guard let runs = choices.first(where: { $0.width <= room }) else { return }
    let start = rect.maxX - 3 - runs.width
    canvas.write(
      [Run(" ", inks.ground)] + runs + [Run(" ", inks.ground)], x: start, y: rect.maxY - 1)
  }
}

extension CompareSide {
  /// As a histogram has it.
  ///
  /// - Parameter expected: the mean before, which is marked on the axis.
  func stage(_ inks: Inks, expected: Double? = nil) -> HistogramStage {
    HistogramStage(
      name: "", color: inks.theme.after, statistics: scaled,
      mean: .init(mean, expected.map { .init(mean: $0, sd: nil) }), operations: [], range: range)
  }

  /// The values as they are handed on; bins are those of ``range``.
  private var scaled: StageStatistics {
    var scaled = values
    scaled.mean = mean
    return scaled
  }
}

extension Inks {
  /// Around what runs now.
  var runningBorder: Style {
    hasColor ? ink(step(theme.accent, 0.55)) : Style(bold: true)
  }
}

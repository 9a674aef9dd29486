import DropoutEngine

/// One call against the mean of all calls so far: mean after ÷ mean before, a dot a call, and the
/// line of their mean.
struct WhyMeansPanel {
  let scene: Scene

  private static let label = 6
  private var inks: Inks { scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let isVanilla = (scene.call.mode ?? .inverted) == .vanilla
    let title = isVanilla ? "mean after ÷ ((1 − p) × mean before)" : "mean after ÷ mean before"
    let line = inks.isASCII ? "=" : "━"
    canvas.box(
      rect, inks.border, left: [Run(title, inks.strong)],
      right: [
        [
          Run("· ", inks.after), Run("one call  ", inks.label),
          Run("\(line) their mean so far", inks.accent),
        ], [Run("· call", inks.after), Run("  \(line) mean", inks.accent)],
      ])
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty, let site = scene.site else { return }
    let ratios = WhyRatios(CallHistory.calls(scene.arrival), site: site, mode: scene.call.mode)
    let words = sentences(ratios).flatMap { sentence in
      sentence.width <= body.width
        ? [sentence]
        : Prose.lines(sentence.map(\.text).joined(), width: body.width).map {
          [Run($0, inks.text)]
        }
    }
    let shown = words.prefix(max(1, min(4, body.height / 2)))
    let plot = body.top(body.height - shown.count - (body.height > 8 ? 1 : 0))
    if ratios.points.count > 1, plot.height > 1 { drawPlot(ratios, plot, &canvas) }
    for (row, line) in shown.enumerated() {
      canvas.write(line, x: body.x, y: body.maxY - shown.count + row, limit: body.width)
    }
  }

  // MARK: - Words

  private func sentences(_ ratios: WhyRatios) -> [[Run]] {
    guard let mean = ratios.mean else { return [[Run(nothing, inks.label)]] }
    guard let spread = ratios.spread, let error = ratios.error else {
      return [[Run("One call so far: the mean of many is what counts.", inks.label)]]
    }
    let count = Numerals.grouped(ratios.points.count)
    let begin = [
      Run("One call is off by ", inks.text), Run(Numerals.percent(spread), inks.strong),
      Run(" or so, the mean of \(count) calls by ", inks.text),
      Run(Numerals.percent(abs(mean - 1), 2), ratios.isOff ? inks.alarm : inks.strong),
      Run(" (± \(Numerals.percent(error, 2)))", inks.label),
    ]
    if ratios.isOff {
      return [
        begin + [Run(" \(inks.warning)", inks.alarm)],
        [Run("The scale does not make up for what is dropped: press 7.", inks.alarm)],
      ]
    }
    return [begin + [Run(" ✓", inks.ink(inks.step(inks.theme.kept, 0.7)))], [close]]
  }

  private var close: Run {
    let isVanilla = scene.call.mode == .vanilla
    return Run(
      isVanilla
        ? "On average just the share 1 − p is left, and evaluation takes the same."
        : "On average nothing is added and nothing lost. That is all the scale is for.", inks.text)
  }

  private var nothing: String {
    guard let site = scene.selectedSite, site.stages != nil else {
      return "The means of this site are not on record."
    }
    if let before = site.stages?.before, let mean = before.mean, let sd = before.sd,
      abs(mean) <= 0.1 * sd
    {
      return "The values before cancel: their mean is near 0, and a ratio to it says nothing."
    }
    return "No training call in this mode so far."
  }

  // MARK: - Picture

  /// How far the axis reaches to both sides of 1: the smallest of a few that holds 95 of 100 calls.
  private func reach(_ ratios: WhyRatios) -> Double {
    let distances = ratios.points.map { abs($0.ratio - 1) }.sorted()
    let most = distances[min(distances.count - 1, distances.count * 95 / 100)]
    return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10].first { $0 >= most } ?? 100
  }

  private func drawPlot(_ ratios: WhyRatios, _ rect: Rect, _ canvas: inout Canvas) {
    let reach = reach(ratios)
    let plot = Rect(
      x: rect.x + WhyMeansPanel.label, y: rect.y, width: rect.width - WhyMeansPanel.label,
      height: rect.height)
    guard plot.width > 4 else { return }
    for (value, row) in [(1 + reach, 0), (1, (rect.height - 1) / 2), (1 - reach, rect.height - 1)] {
      canvas.write(Numerals.factor(value), inks.label, x: rect.x, y: rect.y + row, limit: 5)
    }
    let (columns, rows) = (2 * plot.width, 4 * plot.height)
    // The middle of the row that is labelled 1.
    let middle = Double(4 * ((rect.height - 1) / 2)) + 1.5
    func row(_ value: Double) -> Int? {
      let place = middle - (value - 1) / reach * middle
      guard place.isFinite else { return nil }
      return Int(nearest: min(Double(rows - 1), max(0, place)))
    }
    let first = ratios.points[0].number
    let axis = CallAxis(first...max(first, ratios.points.last?.number ?? first), width: plot.width)
    var dots = DotPlot(plot)
    var means: [Int: Int] = [:]
    for point in ratios.points {
      for column in axis.places(point.number, of: columns) {
        if let row = row(point.ratio) { dots.set(column, row) }
        if let row = row(point.mean) { means[column] = row }
      }
    }
    dots.draw(inks.after, into: &canvas)
    var line = DotPlot(plot)
    for column in means.keys { means[column].map { line.set(column, $0) } }
    line.draw(inks.accent, into: &canvas)
  }
}

/// Dots on a rectangle of cells, two across and four down in each.
private struct DotPlot {
  private let rect: Rect
  private var bits: [UInt8]

  init(_ rect: Rect) {
    self.rect = rect
    bits = Array(repeating: 0, count: max(0, rect.width * rect.height))
  }

  mutating func set(_ column: Int, _ row: Int) {
    let index = row / 4 * rect.width + column / 2
    guard column >= 0, row >= 0, column / 2 < rect.width, bits.indices.contains(index) else {
      return
    }
    bits[index] |= Braille.bit(row: row % 4, column: column % 2)
  }

  func draw(_ style: Style, into canvas: inout Canvas) {
    for (index, pattern) in bits.enumerated() where pattern != 0 {
      canvas[rect.x + index % rect.width, rect.y + index / rect.width] = Cell(
        Braille.glyph(pattern), style)
    }
  }
}

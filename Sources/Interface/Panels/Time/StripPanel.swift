import DropoutEngine
import PlainText

/// The strip over time: the means before and after as lines, the share kept as a row of bars, and
/// what changed. The call on screen is its right end, or stands where it belongs in the whole session.
struct StripPanel {
  let scene: Scene

  /// Cells for the labels at the left.
  private static let labels = 6

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    let isWhole = scene.state.showsWholeSession
    canvas.box(rect, inks.border, left: legend(rect.width, isWhole))
    let body = rect.inset(dx: 2, dy: 1)
    guard let site = scene.site, body.height >= 2, body.width > StripPanel.labels + 4 else {
      return
    }
    // The labels of marks stand in the border where the panel is low.
    let markRow = body.height >= 5 ? body.maxY - 1 : rect.maxY - 1
    let keptRow = body.height >= 5 ? body.maxY - 2 : body.maxY - 1
    let plot = Rect(
      x: body.x + StripPanel.labels, y: body.y, width: body.width - StripPanel.labels,
      height: keptRow - body.y)
    let track = StripTrack(scene, room: 2 * plot.width)
    if isWhole { drawCursor(track, plot, &canvas) }
    drawLines(track.points, site, plot, &canvas)
    drawKept(track.points, site, plot, y: keptRow, &canvas)
    drawMarks(track, plot, markRow, &canvas)
  }

  private func legend(_ width: Int, _ isWhole: Bool) -> [Run] {
    let inks = scene.inks
    let full = [
      Part(0, [Run(isWhole ? "whole session" : "over calls", inks.strong)]),
      Part(1, [Run("━", inks.beforeLine), Run(" mean before", inks.label)]),
      Part(2, [Run("━", inks.after), Run(" mean after", inks.label)]),
      Part(3, [Run("▂▄", inks.kept), Run(" kept share", inks.label)]),
    ]
    let parts = full.fitting(max(0, width - 8), gap: 2)
    return Array(parts.map(\.runs).joined(separator: [Run("  ", inks.label)]))
  }

  /// A line at the call on screen, which the curves go over.
  private func drawCursor(_ track: StripTrack, _ plot: Rect, _ canvas: inout Canvas) {
    let x = plot.x + track.cursor / 2
    for y in plot.y..<plot.maxY { canvas[x, y] = Cell("│", scene.inks.faint) }
  }

  private func drawLines(
    _ points: [CallPoint?], _ site: SiteRun, _ plot: Rect, _ canvas: inout Canvas
  ) {
    let inks = scene.inks
    let before = points.map { $0?.site(site)?.meanBefore }
    let after = points.map { $0?.site(site)?.meanAfter }
    let finite = (before + after).compactMap { $0 }.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return }
    let pad = high > low ? 0 : max(abs(high) * 0.1, 1e-6)
    let (bottom, span) = (low - pad, high - low + 2 * pad)
    guard span > 0, span.isFinite else { return }
    func share(_ value: Double?) -> Double? { value.map { ($0 - bottom) / span } }
    var chart = BrailleChart(width: plot.width, height: plot.height, lines: 2)
    chart.plot(before.map(share), line: 0, from: 0)
    chart.plot(after.map(share), line: 1, from: 0)
    for y in 0..<plot.height {
      for x in 0..<plot.width {
        guard let (glyph, line) = chart.cell(x, y) else { continue }
        canvas[plot.x + x, plot.y + y] = Cell(glyph, line == 0 ? inks.beforeLine : inks.after)
      }
    }
    let labelX = plot.x - StripPanel.labels
    let decimals = span < 0.05 ? 3 : 2
    canvas.write(label(high + pad, decimals), inks.label, x: labelX, y: plot.y)
    if plot.height > 1 {
      canvas.write(label(bottom, decimals), inks.label, x: labelX, y: plot.maxY - 1)
    }
  }

  /// A value in at most five cells.
  private func label(_ value: Double, _ decimals: Int) -> String {
    let text = abs(value) < 10 ? decimal(value, decimals) : Numerals.short(value)
    return StatusLine.cut(text, 5)
  }

  /// Bars between the least and the greatest share in sight, at least four points apart.
  private func drawKept(
    _ points: [CallPoint?], _ site: SiteRun, _ plot: Rect, y: Int, _ canvas: inout Canvas
  ) {
    let shares = points.map { $0?.site(site)?.keptShare }
    let finite = shares.compactMap { $0 }.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return }
    canvas.write("kept", scene.inks.label, x: plot.x - StripPanel.labels, y: y)
    let span = max(high - low, 0.04)
    let bottom = (low + high) / 2 - span / 2
    let style = scene.inks.ink(scene.inks.step(scene.theme.kept, 0.7))
    for x in 0..<plot.width {
      let pair = shares.dropFirst(2 * x).prefix(2).compactMap { $0 }.filter(\.isFinite)
      guard !pair.isEmpty else { continue }
      let mean = pair.reduce(0, +) / Double(pair.count)
      let eighths = 1 + Int(((mean - bottom) / span * 7).rounded())
      canvas[plot.x + x, y] = Cell(Glyphs.eighths[max(1, min(8, eighths))], style)
    }
  }

  /// Ticks for all marks, then labels where they do not run into one another: changes first.
  private func drawMarks(_ track: StripTrack, _ plot: Rect, _ y: Int, _ canvas: inout Canvas) {
    let inks = scene.inks
    let marks = StripMarks.marks(
      scene.arrival.annotations, findings: scene.state.findings(touching: scene.site?.name),
      on: track, selected: scene.site?.name)
    let end = plot.x + track.cursor / 2
    func place(_ mark: StripMarks.Mark) -> Int { plot.x + mark.point / 2 }
    for mark in marks.reversed() {
      let isFinding = mark.kind == .finding
      canvas[place(mark), y] = isFinding ? Cell(inks.warning, inks.alarm) : Cell("╵", inks.label)
    }
    var taken = [end...end]
    for mark in marks where mark.kind != .epoch { taken.append(place(mark)...place(mark)) }
    for kind in [StripMarks.Kind.finding, .change, .mark, .epoch] {
      for mark in marks where mark.kind == kind {
        let text = " " + StatusLine.cut(mark.text, 24) + " "
        let (tick, width) = (place(mark), text.unicodeScalars.count)
        // To the right of its tick, else to the left, where nothing else stands.
        for start in [tick + 1, tick - width] {
          let cells = start...start + width - 1
          let isInside = start >= plot.x && cells.upperBound < plot.maxX
          guard isInside, !taken.contains(where: cells.overlaps) else { continue }
          taken.append(cells)
          canvas.write(text, style(kind), x: start, y: y)
          break
        }
      }
    }
    if !track.points.isEmpty { canvas[end, y] = Cell("╵", inks.hotkey) }
  }

  private func style(_ kind: StripMarks.Kind) -> Style {
    switch kind {
    case .finding: scene.inks.alarm
    case .change: scene.inks.text
    case .mark: scene.inks.accent
    case .epoch: scene.inks.label
    }
  }
}

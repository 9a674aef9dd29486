import DropoutEngine

/// Draws the whole screen: a pure function of the state.
package func draw(_ state: ScreenState, into canvas: inout Canvas) {
  let theme = state.themes[max(0, min(state.theme, state.themes.count - 1))]
  let inks = Inks(theme: theme, look: state.look)
  let whole = Rect(x: 0, y: 0, width: canvas.size.width, height: canvas.size.height)
  canvas.fill(whole, with: Cell(" ", inks.ground))
  let layout = ScreenLayout(canvas.size, expanded: state.expanded)
  if let footer = layout.footer, let status = layout.status {
    let body = Rect(x: 0, y: 1, width: whole.width, height: whole.height - 2)
    if let arrival = state.arrival {
      drawPanels(Scene(state, arrival, inks), layout, into: &canvas)
    } else {
      drawWaiting(state, inks, status: status, body: body, into: &canvas)
    }
    if state.helpIsOpen { HelpOverlay(inks: inks).draw(in: body, into: &canvas) }
    Footer(state: state, inks: inks).draw(in: footer, into: &canvas)
  } else {
    drawTooSmall(canvas.size, inks, into: &canvas)
  }
  if state.look.ascii { canvas.translateToASCII() }
}

private func drawPanels(_ scene: Scene, _ layout: ScreenLayout, into canvas: inout Canvas) {
  if let rect = layout.status { StatusLine(scene: scene).draw(in: rect, into: &canvas) }
  if let rect = layout.network { NetworkPanel(scene: scene).draw(in: rect, into: &canvas) }
  if let layer = scene.selectedLayer, let stages = layer.stages, layout.histograms.count == 3 {
    HistogramPanels(scene: scene, layer: layer, measured: stages, rects: layout.histograms).draw(
      into: &canvas)
  }
  if let rect = layout.strip { StripPanel(scene: scene).draw(in: rect, into: &canvas) }
}

private func drawWaiting(
  _ state: ScreenState, _ inks: Inks, status: Rect, body: Rect, into canvas: inout Canvas
) {
  canvas.fill(status, with: Cell(" ", inks.onPanel(inks.text)))
  canvas.write("dropscope", inks.onPanel(inks.hotkey), x: 1, y: status.y)
  let reading = state.indexing.map { "reading the log: \(Numerals.percent($0, 0))" }
  let words = state.problem ?? reading ?? "waiting for the first call"
  canvas.write(
    words, inks.label, x: max(0, (body.width - words.count) / 2), y: body.y + body.height / 2,
    limit: body.width)
}

/// One line that says how large the terminal must be, as much of it as fits.
private func drawTooSmall(_ size: Size, _ inks: Inks, into canvas: inout Canvas) {
  let least = ScreenLayout.least
  let needed = "\(least.width)×\(least.height)"
  let choices = [
    "too small: \(size.width)×\(size.height), needs \(needed)  (q quits)",
    "too small: needs \(needed)", "needs \(needed)", needed,
  ]
  let line = choices.first { $0.count <= size.width } ?? needed
  canvas.write(
    line, inks.text, x: max(0, (size.width - line.count) / 2), y: size.height / 2,
    limit: size.width)
}

extension Canvas {
  /// Puts the ASCII stand-in in place of every other glyph.
  fileprivate mutating func translateToASCII() {
    for y in 0..<size.height {
      for x in 0..<size.width where !self[x, y].glyph.isASCII {
        self[x, y].glyph = Glyphs.ascii(self[x, y].glyph)
      }
    }
  }
}

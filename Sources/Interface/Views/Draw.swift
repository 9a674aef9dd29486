import DropoutEngine

/// Draws the whole screen: a pure function of the state.
package func draw(_ state: ScreenState, into canvas: inout Canvas) {
  var state = state
  state.size = canvas.size
  let theme = state.themes[max(0, min(state.theme, state.themes.count - 1))]
  let inks = Inks(theme: theme, look: state.look)
  let whole = Rect(x: 0, y: 0, width: canvas.size.width, height: canvas.size.height)
  canvas.fill(whole, with: Cell(" ", inks.ground))
  guard let frame = ScreenFrame(state) else {
    drawTooSmall(canvas.size, inks, into: &canvas)
    return finish(&canvas, state)
  }
  let view = Views.current(state)
  let body = whole.inset(dx: 0, dy: 1)
  if let arrival = state.arrival {
    draw(view, Scene(state, arrival, inks), frame, into: &canvas)
  } else {
    drawWaiting(state, inks, status: frame.status, body: body, into: &canvas)
  }
  if state.helpIsOpen {
    help(state, view).draw(in: body, into: &canvas)
  }
  let warning = ReplacementWarning(state, inks)
  let guide = state.arrival.flatMap { arrival in
    frame.caption == nil && state.tour != nil ? Guide(Scene(state, arrival, inks), view) : nil
  }
  let place =
    warning.map { _ in frame.caption ?? frame.footer } ?? guide.map { _ in frame.footer }
  if place != frame.footer {
    let keys = Views.keys(of: view).bindings.filter { state.works($0.command) }
    let named = inks.shown(view.footer(keys, state))
    Footer(state: state, inks: inks, bindings: named).draw(in: frame.footer, into: &canvas)
  }
  if let place {
    guide?.draw(in: place, into: &canvas)
    warning?.draw(in: place, into: &canvas)
  }
  finish(&canvas, state)
}

/// What all views have around their own panels, and those.
private func draw(
  _ view: any View, _ scene: Scene, _ frame: ScreenFrame, into canvas: inout Canvas
) {
  StatusLine(scene: scene, badge: view.badge(scene)).draw(in: frame.status, into: &canvas)
  if let rect = frame.tabs {
    TabsRow(scene: scene, view: view).draw(in: rect, into: &canvas)
  }
  view.draw(scene, into: &canvas)
  if let rect = view.time(frame, scene.state) {
    TimePanel(scene: scene, lanes: view.lanes(scene)).draw(in: rect, into: &canvas)
    if let divider = frame.divider, scene.state.expanded == nil {
      canvas.touch(rect.top(1), .divider(divider))
    }
  }
  if let rect = frame.caption {
    if let guide = Guide(scene, view) { return guide.draw(in: rect, into: &canvas) }
    let choices = view.caption(scene)
    let fitting = choices.first { $0.width <= rect.width - 2 } ?? choices.last ?? []
    canvas.write(fitting, x: rect.x + 1, y: rect.y, limit: rect.width - 2)
  }
}

private func finish(_ canvas: inout Canvas, _ state: ScreenState) {
  if state.look.ascii { canvas.translateToASCII() }
}

private func drawWaiting(
  _ state: ScreenState, _ inks: Inks, status: Rect, body: Rect, into canvas: inout Canvas
) {
  canvas.fill(status, with: Cell(" ", inks.onPanel(inks.text)))
  canvas.write("dropscope", inks.onPanel(inks.hotkey), x: 1, y: status.y)
  let reading = state.indexing.map { "reading the log: \(Numerals.percent($0, 0))" }
  let awaited = state.awaited.map {
    "waiting for " + StatusLine.cutFront($0, max(8, body.width - 14))
  }
  let words = state.problem ?? reading ?? awaited ?? "waiting for the first call"
  canvas.write(
    words, inks.label, x: max(0, (body.width - words.count) / 2), y: body.y + body.height / 2,
    limit: body.width)
}

/// One line that says how large the terminal must be, as much of it as fits.
private func drawTooSmall(_ size: Size, _ inks: Inks, into canvas: inout Canvas) {
  let least = ScreenFrame.least
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

import DropoutEngine

/// Draws the whole screen: a pure function of the state.
package func draw(_ state: ScreenState, into canvas: inout Canvas) {
  let theme = state.themes[max(0, min(state.theme, state.themes.count - 1))]
  let inks = Inks(theme: theme, look: state.look)
  let whole = Rect(x: 0, y: 0, width: canvas.size.width, height: canvas.size.height)
  canvas.fill(whole, with: Cell(" ", inks.ground))
  guard ScreenFrame.fits(canvas.size) else {
    drawTooSmall(canvas.size, inks, into: &canvas)
    return finish(&canvas, state)
  }
  let view = Views.current(state)
  let keys = Views.keys(of: view).bindings.filter { state.works($0.command) }
  let (status, footer) = (whole.top(1), whole.below(whole.height - 1))
  let body = whole.inset(dx: 0, dy: 1)
  if let arrival = state.arrival {
    view.draw(Scene(state, arrival, inks), into: &canvas)
  } else {
    drawWaiting(state, inks, status: status, body: body, into: &canvas)
  }
  if state.helpIsOpen {
    help(state, view).draw(in: body, into: &canvas)
  }
  let warning = ReplacementWarning(state, inks)
  let place = warning.map { _ in caption(of: view, state, canvas.size) ?? footer }
  if place != footer {
    let named = inks.shown(view.footer(keys, state))
    Footer(state: state, inks: inks, bindings: named).draw(in: footer, into: &canvas)
  }
  if let place { warning?.draw(in: place, into: &canvas) }
  finish(&canvas, state)
}

/// The row of the caption, of a view that has one.
private func caption(of view: any View, _ state: ScreenState, _ size: Size) -> Rect? {
  var state = state
  state.size = size
  guard let caption = ScreenFrame(size)?.caption else { return nil }
  return view.places(state).contains(caption) ? caption : nil
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

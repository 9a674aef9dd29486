import DropoutEngine

/// The input turned step by step: what the masks say of each, and how sure (Gal and Ghahramani 2016,
/// figure 4).
struct TurnedInputs {
  let words: EnsembleWords

  private var inks: Inks { words.inks }
  private var ensemble: Ensemble { words.ensemble }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("the same input, turned", inks.strong)],
      right: [[Run("u", inks.hotkey), Run(" by 15°", inks.label)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard body.height > 3 else { return }
    guard !ensemble.turned.isEmpty else {
      let isPlaying = words.scene.state.playback.isPlaying
      let text = isPlaying ? "space pauses: then it is turned" : "turning …"
      return canvas.write(
        text, inks.label, x: body.x, y: body.y + body.height / 2, limit: body.width)
    }
    drawHeading(body, &canvas)
    // As many empty rows between as there is room for.
    let pitch = max(1, min(2, (body.height - 3) / ensemble.turned.count))
    for (row, turned) in ensemble.turned.enumerated() {
      let y = body.y + 1 + row * pitch
      guard y < body.maxY - 1 else { break }
      drawRow(turned, body, y: y, &canvas)
    }
    canvas.write(
      "tiles: mean over masks; then its answer, and all doubt", inks.label, x: body.x,
      y: body.maxY - 1, limit: body.width)
  }

  private func drawHeading(_ body: Rect, _ canvas: inout Canvas) {
    for index in ensemble.evaluation.indices {
      let x = body.x + 6 + index * 3
      guard x + 2 < body.maxX - 18 else { break }
      let isTruth = index == ensemble.sample.truth
      canvas.write("\(index)", isTruth ? inks.strong : inks.label, x: x, y: body.y)
    }
    canvas.write("says", inks.label, x: body.maxX - 18, y: body.y)
    canvas.write("nats", inks.label, x: body.maxX - 4, y: body.y)
  }

  private func drawRow(
    _ turned: Ensemble.Turned, _ body: Rect, y: Int, _ canvas: inout Canvas
  ) {
    let isShown = turned.turns == ensemble.input.turns
    let degrees = "\(turned.turns * 15)°"
    canvas.write(
      degrees, isShown ? inks.hotkey : inks.label, x: body.x + 5 - degrees.unicodeScalars.count,
      y: y)
    for (index, value) in turned.mean.enumerated() {
      let x = body.x + 6 + index * 3
      guard x + 2 < body.maxX - 18 else { break }
      let cell = words.tile(value)
      canvas[x, y] = cell
      if cell.glyph != "·" { canvas[x + 1, y] = cell }
    }
    let answer = turned.mean.indices.max { turned.mean[$0] < turned.mean[$1] } ?? 0
    let said = [Run("\(answer)", inks.strong)] + words.mark(answer)
    canvas.write(said, x: body.maxX - 18, y: y)
    let most = 8
    let length = Int((turned.doubt.total / 2.303 * Double(most)).rounded())
    let style = inks.ink(inks.step(words.scene.theme.after, 0.8))
    for column in 0..<max(0, min(most, length)) {
      canvas[body.maxX - 13 + column, y] = Cell("━", style)
    }
    canvas.write(
      Numerals.factor(turned.doubt.total), inks.text, x: body.maxX - 4, y: y)
  }
}

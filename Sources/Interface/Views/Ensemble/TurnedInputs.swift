import DropoutEngine
import RealModule

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
    // Where there is too little room for all, every second one.
    let step = body.height - 2 >= ensemble.turned.count ? 1 : 2
    let shown = ensemble.turned.filter { $0.turns % step == 0 }.prefix(body.height - 2)
    for (row, turned) in shown.enumerated() {
      drawRow(turned, body, y: body.y + 1 + row, &canvas)
    }
    drawPictures(in: body.top(body.height - 2).below(shown.count + 2), &canvas)
    canvas.write(
      "tiles: mean over masks; then its answer, and all doubt", inks.label, x: body.x,
      y: body.maxY - 1, limit: body.width)
  }

  /// Every second turn as a picture, and what the masks say of it.
  private func drawPictures(in area: Rect, _ canvas: inout Canvas) {
    guard let size = NetworkShape.picture(features: ensemble.sample.values.count) else { return }
    let (width, height) = (size.width + 1, (size.height + 1) / 2 + 1)
    let columns = min(6, area.width / max(1, width))
    guard columns > 0, area.height >= (12 + columns - 1) / columns * height else { return }
    for (place, turned) in ensemble.turned.filter({ $0.turns % 2 == 0 }).enumerated() {
      let (row, column) = place.quotientAndRemainder(dividingBy: columns)
      let x = area.x + column * width
      let y = area.y + row * height
      let picture = PixelPicture(
        inks: inks, values: InputPixels(turned.values[...], size), size: size)
      picture.draw(
        in: Rect(x: x, y: y, width: size.width, height: height - 1), into: &canvas)
      let answer = answer(turned)
      let label = [Run("\(turned.turns * 15)° ", inks.label), Run("\(answer)", inks.strong)]
      canvas.write(label + words.mark(answer), x: x, y: y + height - 1, limit: width - 1)
    }
  }

  private func answer(_ turned: Ensemble.Turned) -> Int {
    turned.mean.indices.max { turned.mean[$0] < turned.mean[$1] } ?? 0
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
    canvas.touch(
      Rect(x: body.x, y: y, width: body.width, height: 1), .own("turns", turned.turns))
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
    let answer = answer(turned)
    let said = [Run("\(answer)", inks.strong)] + words.mark(answer)
    canvas.write(said, x: body.maxX - 18, y: y)
    let most = 8
    let length = Int(nearest: turned.doubt.total / turned.noIdea * Double(most))
    let style = inks.ink(inks.step(words.scene.theme.after, 0.8))
    for column in 0..<max(0, min(most, length)) {
      canvas[body.maxX - 13 + column, y] = Cell("━", style)
    }
    canvas.write(
      Numerals.factor(turned.doubt.total), inks.text, x: body.maxX - 4, y: y)
  }
}

extension Ensemble.Turned {
  /// The entropy of classes that are all as likely.
  fileprivate var noIdea: Double { .log(Double(max(2, mean.count))) }
}

import DropoutEngine

/// The network's input as a picture, for the sample that the grids show.
struct InputBox {
  let scene: Scene
  let picture: Size

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    canvas.box(
      rect, inks.border, left: [Run("input", inks.strong)],
      right: [[Run(size, inks.label)]])
    let body = rect.inset(dx: 1, dy: 1)
    guard body.height > 1, let values = InputPixels(scene, picture) else { return }
    let caption = body.below(body.height - (body.height >= 11 ? 2 : 1)).top(1)
    drawPicture(values, in: body.top(caption.y - body.y), &canvas)
    drawCaption(in: caption.inset(dx: 1, dy: 0), &canvas)
  }

  /// Across and down for a picture; rows and columns, as shapes are written, for a tensor.
  private var size: String {
    scene.showsWholeTensor
      ? "\(picture.height)×\(picture.width)" : "\(picture.width)×\(picture.height)"
  }

  /// The largest square pixels that fit: whole blocks, else two pixels a cell.
  private func drawPicture(_ values: InputPixels, in area: Rect, _ canvas: inout Canvas) {
    let scale = min(area.width / (2 * picture.width), area.height / picture.height)
    if scale >= 1 {
      let place = centred(area, 2 * scale * picture.width, scale * picture.height)
      for y in 0..<place.height {
        for x in 0..<place.width {
          let value = values.at(x / (2 * scale), y / scale)
          canvas[place.x + x, place.y + y] = pixel(value)
        }
      }
      return
    }
    // Two pixels a cell are square; what is larger still is sampled down.
    let shrink = max(
      1, (picture.width + area.width - 1) / max(1, area.width),
      (picture.height + 2 * area.height - 1) / max(1, 2 * area.height))
    let columns = (picture.width + shrink - 1) / shrink
    let rows = (picture.height + shrink - 1) / shrink
    let place = centred(area, columns, (rows + 1) / 2)
    for y in 0..<place.height {
      for x in 0..<place.width {
        let upper = values.mean(x, 2 * y, side: shrink)
        let lower = 2 * y + 1 < rows ? values.mean(x, 2 * y + 1, side: shrink) : nil
        canvas[place.x + x, place.y + y] = halves(upper, lower)
      }
    }
  }

  private func centred(_ area: Rect, _ width: Int, _ height: Int) -> Rect {
    Rect(
      x: area.x + max(0, area.width - width) / 2, y: area.y + max(0, area.height - height) / 2,
      width: min(width, area.width), height: min(height, area.height))
  }

  private func color(_ value: Double) -> Color {
    scene.theme.ground.mixed(with: scene.theme.text, 0.05 + 0.95 * value)
  }

  private func pixel(_ value: Double) -> Cell {
    if scene.inks.shadesCarryValue { return shade(value) }
    return Cell("█", Style(foreground: color(quantised(value)), background: scene.theme.ground))
  }

  /// Two pixels, one above the other, in one cell.
  private func halves(_ upper: Double, _ lower: Double?) -> Cell {
    if scene.inks.shadesCarryValue { return shade((upper + (lower ?? upper)) / 2) }
    let below = lower.map { color(quantised($0)) } ?? scene.theme.ground
    return Cell("▀", Style(foreground: color(quantised(upper)), background: below))
  }

  private func shade(_ value: Double) -> Cell {
    let step = Int(min(max(value, 0), 1) * 4.99)
    return Cell(step == 0 ? " " : Glyphs.shades[step - 1], scene.inks.text)
  }

  /// Sixteen steps, so that runs of one colour are long.
  private func quantised(_ value: Double) -> Double { (value * 16).rounded() / 16 }

  private func drawCaption(in row: Rect, _ canvas: inout Canvas) {
    let inks = scene.inks
    guard let tensors = scene.call.tensors else { return }
    var parts: [Part] = []
    let sample = max(0, min(scene.state.sample, tensors.rows - 1))
    if scene.showsWholeTensor {
      parts = [Part(0, [Run("\(picture.width * picture.height) values", inks.label)])]
    } else if sample < tensors.targets.count {
      let word = scene.arrival.header.preset == "digits" ? "digit " : "class "
      parts = [Part(0, [Run(word, inks.label), Run("\(tensors.targets[sample])", inks.strong)])]
    }
    if !scene.showsWholeTensor, tensors.rows > 1 {
      parts.append(Part(1, [Run("\(sample + 1) of \(tensors.rows)", inks.label)]))
    }
    parts = parts.fitting(row.width, gap: 1)
    guard let last = parts.last else { return }
    canvas.write(Array(parts.prefix(1)), x: row.x, y: row.y, gap: 1)
    if parts.count > 1 { canvas.write([last], x: row.maxX - last.runs.width, y: row.y, gap: 1) }
  }
}

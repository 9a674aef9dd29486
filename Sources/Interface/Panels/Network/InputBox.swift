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
    let lines = caption(body.width - (rect.width < 14 ? 0 : 2))
    // A picture in whole blocks fills its rows, in a low box to the last.
    let words = min(lines.count, max(0, body.height - 1))
    drawPicture(values, in: body.top(body.height - words), &canvas)
    for (row, line) in lines.prefix(words).enumerated() {
      let y = body.maxY - words + row
      let inset = rect.width < 14 ? 0 : 1
      canvas.write(line, x: body.x + inset, y: y, limit: body.width - inset)
    }
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

  /// Few steps, so that runs of one colour are long; fewer in a palette, where each costs as much as
  /// four pixels.
  private func quantised(_ value: Double) -> Double {
    let steps = scene.inks.hasGradients ? 16.0 : 3
    return (value * steps).rounded() / steps
  }

  /// Which sample it is, and of which class.
  private func caption(_ width: Int) -> [[Run]] {
    let inks = scene.inks
    guard let tensors = scene.call.tensors else { return [] }
    if scene.showsWholeTensor {
      let count = "\(picture.width * picture.height)"
      return [[Run(count.count + 7 <= width ? count + " values" : count, inks.label)]]
    }
    let sample = max(0, min(scene.state.sample, tensors.rows - 1))
    var lines: [[Run]] = []
    if tensors.rows > 1 {
      let number = [Run("\(sample + 1)", inks.strong), Run(" of \(tensors.rows)", inks.label)]
      let full = [Run("sample ", inks.label)] + number
      lines.append(full.width <= width ? full : number)
    }
    if sample < tensors.targets.count {
      let word = scene.arrival.header.hasDigits ? "digit" : "class"
      let gap = width >= 14 ? "  " : " "
      let line = [Run(word + gap, inks.label), Run("\(tensors.targets[sample])", inks.measured)]
      // In a narrow box the digit comes first.
      lines.insert(line, at: width < 14 ? 0 : lines.count)
    }
    return lines
  }
}

extension SessionHeader {
  /// Whether what runs through the network are the built-in digits.
  var hasDigits: Bool {
    ["digits", "convnet", "residual", "selu", "attention"].contains(preset)
  }
}

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
    PixelPicture(inks: inks, values: values, size: picture).draw(
      in: body.top(body.height - words), into: &canvas)
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

/// An input's values as a picture, as large as its room lets it be.
struct PixelPicture {
  let inks: Inks
  let values: InputPixels
  /// Columns and rows.
  let size: Size

  /// The largest square pixels that fit: whole blocks, else two pixels a cell.
  func draw(in area: Rect, into canvas: inout Canvas) {
    let scale = min(area.width / (2 * size.width), area.height / size.height)
    if scale >= 1 {
      let place = centred(area, 2 * scale * size.width, scale * size.height)
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
      1, (size.width + area.width - 1) / max(1, area.width),
      (size.height + 2 * area.height - 1) / max(1, 2 * area.height))
    let columns = (size.width + shrink - 1) / shrink
    let rows = (size.height + shrink - 1) / shrink
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
    inks.theme.ground.mixed(with: inks.theme.text, 0.05 + 0.95 * value)
  }

  private func pixel(_ value: Double) -> Cell {
    if inks.shadesCarryValue { return shade(value) }
    return Cell("█", Style(foreground: color(quantised(value)), background: inks.theme.ground))
  }

  /// Two pixels, one above the other, in one cell.
  private func halves(_ upper: Double, _ lower: Double?) -> Cell {
    if inks.shadesCarryValue { return shade((upper + (lower ?? upper)) / 2) }
    let below = lower.map { color(quantised($0)) } ?? inks.theme.ground
    return Cell("▀", Style(foreground: color(quantised(upper)), background: below))
  }

  private func shade(_ value: Double) -> Cell {
    let step = Int(nearest: (min(max(value, 0), 1) * 4.99).rounded(.down))
    return Cell(step == 0 ? " " : Glyphs.shades[step - 1], inks.text)
  }

  /// Few steps, so that runs of one colour are long; fewer in a palette, where each costs as much as
  /// four pixels.
  private func quantised(_ value: Double) -> Double {
    let steps = inks.hasGradients ? 16.0 : 3
    return (value * steps).rounded() / steps
  }
}

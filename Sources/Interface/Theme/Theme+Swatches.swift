extension Theme {
  /// The sixteen colours with what each is for, on the theme's own ground.
  package var swatches: Canvas {
    let roles = [
      "ground", "panel", "borders, selection", "dropped, dim text", "legends", "text", "titles",
      "bright titles", "alarms", "before", "accent, hotkeys", "kept", "eval", "after",
      "negative activations", "unused",
    ]
    let width = 48
    var canvas = Canvas(size: Size(width: width, height: colors.count + 2))
    let plain = Style(foreground: text, background: ground)
    canvas.fill(
      Rect(x: 0, y: 0, width: width, height: canvas.size.height), with: Cell(" ", plain))
    canvas.write(
      name, Style(foreground: brightTitle, background: ground, bold: true), x: 2, y: 0,
      limit: width - 4)
    for (index, color) in colors.enumerated() {
      let y = index + 1
      let code = "base0" + String(index, radix: 16, uppercase: true)
      canvas.write(code, Style(foreground: legend, background: ground), x: 2, y: y)
      canvas.write("████", Style(foreground: color, background: ground), x: 10, y: y)
      canvas.write(color.hex, plain, x: 16, y: y)
      canvas.write(roles[index], plain, x: 25, y: y)
    }
    return canvas
  }
}

extension Color {
  /// The colour as schemes write it: `#6fd08c`.
  package var hex: String {
    "#"
      + [red, green, blue].map { channel in
        (channel < 16 ? "0" : "") + String(channel, radix: 16)
      }.joined()
  }
}

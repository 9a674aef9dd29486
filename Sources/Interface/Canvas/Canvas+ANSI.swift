/// A frame as lines of text, styled by SGR sequences; lines are separated by newlines.
///
/// A sequence is written only where the look changes, and every line that was styled ends plain.
/// Without colour there is no escape at all, and no trailing space.
package func ansi(_ canvas: Canvas, _ depth: ColorDepth) -> String {
  var text = ""
  var known: [Style: FittedStyle] = [:]
  for y in 0..<canvas.size.height {
    if y > 0 { text += "\n" }
    if depth == .none {
      text += plainLine(canvas, y)
      continue
    }
    var current = FittedStyle()
    for x in 0..<canvas.size.width {
      let cell = canvas[x, y]
      var wanted = known[cell.style] ?? depth.fitted(cell.style)
      known[cell.style] = wanted
      if cell.glyph == " " { wanted.wearInk(of: current) }
      if wanted != current { text += sequence(from: current, to: wanted) }
      current = wanted
      text.unicodeScalars.append(cell.glyph)
    }
    if current != FittedStyle() { text += "\u{1B}[0m" }
  }
  return text
}

/// The glyphs of one row, without spaces at its end.
private func plainLine(_ canvas: Canvas, _ y: Int) -> String {
  var line = String.UnicodeScalarView()
  var spaces = 0
  for x in 0..<canvas.size.width {
    let glyph = canvas[x, y].glyph
    if glyph == " " {
      spaces += 1
      continue
    }
    for _ in 0..<spaces { line.append(" ") }
    spaces = 0
    line.append(glyph)
  }
  return String(line)
}

/// The shortest SGR sequence that leads from one look to another.
func sequence(from old: FittedStyle, to new: FittedStyle) -> String {
  var codes: [String] = []
  var base = old
  let losesAttribute =
    (old.bold && !new.bold) || (old.dim && !new.dim) || (old.reverse && !new.reverse)
    || (old.underline && !new.underline)
  let losesColor =
    (old.foreground != nil && new.foreground == nil)
    || (old.background != nil && new.background == nil)
  if losesAttribute || losesColor {
    codes.append("0")
    base = FittedStyle()
  }
  if new.bold, !base.bold { codes.append("1") }
  if new.dim, !base.dim { codes.append("2") }
  if new.underline, !base.underline { codes.append("4") }
  if new.reverse, !base.reverse { codes.append("7") }
  if let color = new.foreground, color != base.foreground { codes.append(code(color, base: 30)) }
  if let color = new.background, color != base.background { codes.append(code(color, base: 40)) }
  return "\u{1B}[" + codes.joined(separator: ";") + "m"
}

private func code(_ color: FittedColor, base: Int) -> String {
  switch color {
  case .rgb(let color): "\(base + 8);2;\(color.red);\(color.green);\(color.blue)"
  case .index(let index) where index < 8: "\(base + index)"
  case .index(let index) where index < 16: "\(base + 60 + index - 8)"
  case .index(let index): "\(base + 8);5;\(index)"
  }
}

extension FittedStyle {
  /// A blank shows no ink: taking over what is in force saves a sequence.
  mutating func wearInk(of current: FittedStyle) {
    guard !reverse, !current.reverse, !underline, !current.underline else { return }
    foreground = current.foreground
    bold = current.bold
    dim = current.dim
  }
}

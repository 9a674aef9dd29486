import Testing

@testable import Interface

private func text(_ canvas: Canvas) -> String { ansi(canvas, .none) }

@Test("Writes outside a canvas are clipped")
func writesAreClipped() {
  var canvas = Canvas(size: Size(width: 4, height: 2))
  canvas.write("abcdef", Style(), x: -2, y: 0)
  canvas.write("abcdef", Style(), x: 2, y: 1)
  canvas.write("xyz", Style(), x: 0, y: 7)
  canvas.fill(Rect(x: 3, y: -5, width: 9, height: 6), with: Cell("#"))
  #expect(text(canvas) == "cde#\n  ab")
}

@Test("A box sets titles into its border and leaves out what does not fit")
func boxTitles() {
  func drawn(_ width: Int) -> String {
    var canvas = Canvas(size: Size(width: width, height: 2))
    canvas.box(
      Rect(x: 0, y: 0, width: width, height: 2), Style(), left: [Run("left", Style())],
      right: [[Run("long one", Style())], [Run("r", Style())]])
    return text(canvas)
  }
  #expect(drawn(20) == "╭─ left ─────── r ─╮\n╰──────────────────╯")
  #expect(drawn(21) == "╭─ left ─ long one ─╮\n╰───────────────────╯")
  #expect(drawn(14) == "╭─ left ─ r ─╮\n╰────────────╯")
  #expect(drawn(10) == "╭─ left ─╮\n╰────────╯")
  #expect(drawn(1) == "\n")
}

@Test("Parts of a line go by rank where there is no room, and keep their order")
func partsFit() {
  let parts = [
    Part(2, [Run("cc", Style())]), Part(0, [Run("aaaa", Style())], short: [Run("a", Style())]),
    Part(1, [Run("bb", Style())]),
  ]
  func shown(_ width: Int) -> String {
    parts.fitting(width, gap: 1).map { $0.runs.map(\.text).joined() }.joined(separator: " ")
  }
  #expect(shown(10) == "cc aaaa bb")
  #expect(shown(7) == "aaaa bb")
  #expect(shown(3) == "a")
  #expect(shown(0) == "")
}

@Test("Without colour a frame has no escape and no trailing space")
func plainFrames() {
  var canvas = Canvas(size: Size(width: 6, height: 2))
  canvas.write("a b", Style(bold: true), x: 1, y: 0)
  #expect(ansi(canvas, .none) == " a b\n")
}

@Test("Sequences stand only where the look changes, and a line ends plain")
func sequencesAreMinimal() {
  let red = Style(foreground: Color(red: 255, green: 0, blue: 0))
  var canvas = Canvas(size: Size(width: 5, height: 1))
  canvas.write("ab", red, x: 0, y: 0)
  // The blank between takes over the ink in force.
  canvas.write("c", red, x: 3, y: 0)
  #expect(ansi(canvas, .direct) == "\u{1B}[38;2;255;0;0mab c \u{1B}[0m")
  #expect(ansi(canvas, .ansi16) == "\u{1B}[91mab c \u{1B}[0m")
  #expect(ansi(canvas, .palette256) == "\u{1B}[38;5;196mab c \u{1B}[0m")
}

@Test("Numbers are short, and numbers that are none say so")
func numerals() {
  #expect(Numerals.short(0.16649) == "0.166")
  #expect(Numerals.short(-12.345) == "-12.35" || Numerals.short(-12.345) == "-12.34")
  #expect(Numerals.short(1.25e9) == "1.3e9" || Numerals.short(1.25e9) == "1.2e9")
  #expect(Numerals.short(9.99e-300) == "1.0e-299")
  #expect(Numerals.short(.nan) == "nan" && Numerals.short(-.infinity) == "-inf")
  #expect(Numerals.short(nil) == "—" && Numerals.short(0) == "0.000")
  #expect(Numerals.percent(0.628) == "62.8%" && Numerals.tick(2.5) == "2.5")
}

@Test("Characters that could harm a terminal or shift a line become dots")
func unsafeCharactersBecomeDots() {
  for scalar in ["\u{1B}", "\u{07}", "\u{9B}", "\n", "\u{200B}", "\u{301}", "層", "😀", "\u{202E}"] {
    let unsafe = scalar.unicodeScalars.first ?? " "
    #expect(Glyphs.safe(unsafe) == "·")
  }
  for scalar in "aZ~é×Ωж─█⣿".unicodeScalars { #expect(Glyphs.safe(scalar) == scalar) }
}

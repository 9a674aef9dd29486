import Testing

@testable import Interface

private func color(_ hex: String) -> Color {
  Color(hex: hex) ?? Color(red: 1, green: 2, blue: 3)
}

@Test("A colour is six hexadecimal digits, in either case, with or without #")
func parsing() {
  #expect(Color(hex: "#6fD08c") == Color(red: 0x6F, green: 0xD0, blue: 0x8C))
  #expect(Color(hex: "000000") == Color(red: 0, green: 0, blue: 0))
  for text in ["", "#", "12345", "1234567", "+12345", "-12345", "gggggg", "##12345", "١٢٣٤٥٦"] {
    #expect(Color(hex: text) == nil, "\(text)")
  }
}

@Test("A mix goes from one colour to the other and no further")
func mixing() {
  let (black, white) = (color("000000"), color("ffffff"))
  #expect(black.mixed(with: white, 0) == black && black.mixed(with: white, 7) == white)
  #expect(black.mixed(with: white, 0.5) == color("808080"))
  #expect(black.mixed(with: white, .nan) == black)
}

@Test("The colours of the 256-colour palette are fitted to themselves")
func paletteIsFixed() {
  for index in 16...255 {
    let exact = XtermPalette.color(index)
    #expect(XtermPalette.color(XtermPalette.nearest(to: exact)) == exact)
  }
}

@Test("The default theme's roles have the sixteen-colour names a person would give them")
func rolesHaveNames() {
  let theme = Theme.builtIn[0]
  let depth = ColorDepth.ansi16
  #expect(depth.index(of: theme.ground) == 0)
  #expect(depth.index(of: theme.dropped) == 8)
  #expect(depth.index(of: theme.text) == 7)
  #expect(depth.index(of: theme.brightTitle) == 15)
  #expect(depth.index(of: theme.alarm) == 9)
  #expect(depth.index(of: theme.before) == 3)
  #expect(depth.index(of: theme.accent) == 11)
  #expect(depth.index(of: theme.kept) == 2)
  #expect(depth.index(of: theme.eval) == 6)
  #expect(depth.index(of: theme.after) == 12)
}

@Test("No ink of any built-in theme vanishes in its ground", arguments: ColorDepth.allCases)
func inksAreSeen(_ depth: ColorDepth) {
  for theme in Theme.builtIn {
    for ground in [theme.ground, theme.panel] {
      for ink in theme.colors[3...] {
        let fitted = depth.fitted(Style(foreground: ink, background: ground))
        #expect(depth == .none || fitted.foreground != fitted.background, "\(theme.name)")
      }
    }
  }
}

@Test("Eight colours stay below eight, sixteen below sixteen, and none has none")
func indicesStayInRange() {
  for theme in Theme.builtIn {
    for color in theme.colors {
      #expect((0..<8).contains(ColorDepth.ansi8.index(of: color) ?? -1))
      #expect((0..<16).contains(ColorDepth.ansi16.index(of: color) ?? -1))
      #expect(ColorDepth.direct.index(of: color) == nil)
      #expect(
        ColorDepth.none.fitted(Style(foreground: color, bold: true)) == FittedStyle(bold: true))
    }
  }
}

@Test("A share takes the step of the ladder that it reaches into")
func sharesTakeSteps() {
  let theme = Theme.builtIn[0]
  let ladder = Ladder(from: theme.ground, to: theme.kept)
  let shares = [0, 0.01, 0.2, 0.21, 0.4, 0.41, 0.6, 0.61, 0.8, 0.81, 1, 7]
  let steps = [22, 22, 22, 22, 22, 65, 65, 71, 71, 78, 78, 78]
  #expect(shares.map(ladder.step) == steps.map(XtermPalette.color))
  #expect(ladder.step(.nan) == XtermPalette.color(22))
}

@Test("Kept stays green at every step, in every theme whose kept is green")
func keptStaysGreen() {
  for theme in Theme.builtIn where theme.kept.perceived.chroma > 0.05 {
    let ladder = Ladder(from: theme.ground, to: theme.kept)
    for share in 0...20 {
      let step = ladder.step(Double(share) / 20).perceived
      #expect(step.chroma >= 0.045, "\(theme.name)")
      #expect(step.hueDistance(to: theme.kept.perceived) <= 30, "\(theme.name)")
    }
  }
}

@Test("A ladder of the palette keeps the hue, and has no step twice")
func ladderKeepsItsHue() {
  for theme in Theme.builtIn {
    for color in [theme.kept, theme.eval] where color.perceived.chroma > 0.05 {
      let ladder = XtermPalette.ladder(from: theme.ground, to: color, steps: 4)
      #expect(Set(ladder).count == ladder.count && ladder.count >= 2, "\(theme.name)")
      for step in ladder.dropLast() {
        #expect(step.perceived.hueDistance(to: color.perceived) <= 25, "\(theme.name)")
        #expect(step.perceived.chroma >= 0.03, "\(theme.name)")
      }
    }
  }
}

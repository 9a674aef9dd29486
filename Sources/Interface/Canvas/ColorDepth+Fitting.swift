/// A colour as a terminal of some depth is told it.
package enum FittedColor: Equatable, Hashable, Sendable {
  /// An index into the terminal's palette: 0...7, 0...15 or 16...255.
  case index(Int)
  case rgb(Color)
}

/// A style as a terminal of some depth can show it; nil is the terminal's own colour.
package struct FittedStyle: Equatable, Hashable, Sendable {
  package var foreground: FittedColor?
  package var background: FittedColor?
  package var bold = false
  package var dim = false
  package var reverse = false
  package var underline = false
}

extension ColorDepth {
  /// The palette index nearest to a foreground colour; nil where there is no palette.
  package func index(of color: Color) -> Int? {
    switch self {
    case .none, .direct: nil
    case .palette256: XtermPalette.nearest(to: color)
    case .ansi16: AnsiPalette.foreground(color)
    case .ansi8: AnsiPalette.foreground(color) % 8
    }
  }

  /// Fits a style to what the terminal shows, and keeps text apart from its ground.
  package func fitted(_ style: Style) -> FittedStyle {
    var fitted = FittedStyle(
      bold: style.bold, dim: style.dim, reverse: style.reverse, underline: style.underline)
    switch self {
    case .none: break
    case .direct:
      fitted.foreground = style.foreground.map(FittedColor.rgb)
      fitted.background = style.background.map(FittedColor.rgb)
    case .palette256:
      fitted.foreground = style.foreground.map { .index(XtermPalette.nearest(to: $0)) }
      fitted.background = style.background.map { .index(XtermPalette.nearest(to: $0)) }
    case .ansi8, .ansi16: fitAnsi(style, &fitted)
    }
    return fitted
  }

  /// Eight and sixteen colours: greys collapse, so a foreground that would vanish is moved off.
  private func fitAnsi(_ style: Style, _ fitted: inout FittedStyle) {
    let few = self == .ansi8
    let ground = style.background.map { AnsiPalette.background($0) }
    var ink = style.foreground.map { AnsiPalette.foreground($0) }
    if ink == 8, few {
      // Eight colours have no dark grey: the light one, dimmed, on black; black on a light ground.
      ink = ground == nil || ground == 0 ? 7 : 0
      fitted.dim = true
    }
    if few { ink = ink.map { $0 % 8 } }
    let shownGround = few ? ground.map { $0 % 8 } : ground
    if let color = ink, color == shownGround, style.foreground != style.background {
      ink = AnsiPalette.apart(from: color, few: few)
      if few { fitted.dim = true }
    }
    fitted.foreground = ink.map(FittedColor.index)
    fitted.background = shownGround.map(FittedColor.index)
  }
}

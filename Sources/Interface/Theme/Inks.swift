/// The styles of a theme by what they are for, fitted to what the terminal can tell apart.
///
/// Without colour, rank is told by bold, dim and reverse alone.
struct Inks {
  let theme: Theme
  let hasColor: Bool
  /// Whether glyphs must carry values, because colours are too few to.
  let shadesCarryValue: Bool

  init(theme: Theme, look: ScreenState.Look) {
    self.theme = theme
    hasColor = look.depth != .none
    shadesCarryValue = look.ascii || look.depth != .direct && look.depth != .palette256
  }

  /// Text in a colour on the ground; attributes stand in where there is no colour.
  func ink(_ color: Color, bold: Bool = false, dim: Bool = false) -> Style {
    hasColor
      ? Style(foreground: color, background: theme.ground, bold: bold)
      : Style(bold: bold, dim: dim)
  }

  var ground: Style { ink(theme.text) }
  var text: Style { ink(theme.text) }
  var strong: Style { ink(theme.brightTitle, bold: true) }
  var label: Style { ink(theme.legend, dim: true) }
  var faint: Style { ink(theme.dropped, dim: true) }
  var border: Style { ink(theme.selection, dim: true) }
  var accent: Style { ink(theme.accent) }
  var hotkey: Style { ink(theme.accent, bold: true) }
  var before: Style { ink(theme.before) }
  var kept: Style { ink(theme.kept) }
  var after: Style { ink(theme.after) }
  var alarm: Style {
    hasColor ? ink(theme.alarm, bold: true) : Style(bold: true, reverse: true)
  }
  /// Zeros that were there before the mask: data, but of no interest.
  var quietData: Style { ink(theme.dropped.mixed(with: theme.legend, 0.3), dim: true) }

  /// A word in a filled box.
  func badge(_ color: Color) -> Style {
    hasColor
      ? Style(foreground: theme.ground, background: color, bold: true)
      : Style(bold: true, reverse: true)
  }

  /// Text on the bar at the top.
  func onPanel(_ style: Style) -> Style {
    var style = style
    if hasColor, style.background == theme.ground { style.background = theme.panel }
    return style
  }
}

/// A scale from little to much, for blocks.
struct Ramp {
  private let styles: [Style]
  private let shades: [Unicode.Scalar]?

  /// - Parameter floor: how much of the colour the lowest step has, so that it is still seen.
  init(_ inks: Inks, _ color: Color, from low: Color? = nil, floor: Double = 0.22) {
    if inks.shadesCarryValue {
      styles = [inks.ink(color)]
      shades = Glyphs.shades
    } else {
      // Sixteen steps: more are not told apart, and fewer colours are fewer bytes.
      styles = (0..<16).map { step in
        let share = floor + (1 - floor) * Double(step) / 15
        return inks.ink((low ?? inks.theme.ground).mixed(with: color, share))
      }
      shades = nil
    }
  }

  /// The colour of a value in 0...1.
  func style(_ value: Double) -> Style { styles[step(value, of: styles.count)] }

  /// A full block for a value in 0...1: by colour, or by shade.
  func block(_ value: Double) -> Cell {
    Cell(shades.map { $0[step(value, of: $0.count)] } ?? "█", style(value))
  }

  private func step(_ value: Double, of count: Int) -> Int {
    guard value > 0 else { return 0 }
    return min(count - 1, Int(min(value, 1) * Double(count)))
  }
}

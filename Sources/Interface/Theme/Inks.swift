/// The styles of a theme by what they are for, fitted to what the terminal can tell apart.
///
/// Without colour, rank is told by bold, dim and reverse alone.
struct Inks {
  let theme: Theme
  let hasColor: Bool
  /// Whether glyphs must carry values, because colours are too few to.
  let shadesCarryValue: Bool
  /// Whether colours are so many that one shades smoothly into the next.
  let hasGradients: Bool
  let isASCII: Bool
  private let depth: ColorDepth
  /// Those of the roles that are shown in steps, in a palette.
  private let ladders: [Color: Ladder]
  /// The first step to the kept ones' colour, in a palette with a dark ground.
  private let darkestKept: Color?

  init(theme: Theme, look: Look) {
    self.theme = theme
    depth = look.depth
    isASCII = look.ascii
    hasGradients = look.depth == .direct
    hasColor = look.depth != .none
    let ramped = look.depth == .palette256 ? theme.ramped : []
    ladders = Dictionary(
      ramped.map { ($0, Ladder(from: theme.ground, to: $0)) }, uniquingKeysWith: { $1 })
    let isDark = PerceivedColor(theme.ground).lightness < 0.5
    darkestKept = isDark ? ladders[theme.kept]?.step(0) : nil
    shadesCarryValue = !look.hasHalves
  }

  /// Text in a colour on the ground; attributes stand in where there is no colour.
  func ink(_ color: Color, bold: Bool = false, dim: Bool = false) -> Style {
    hasColor
      ? Style(foreground: color, background: theme.ground, bold: bold)
      : Style(bold: bold, dim: dim)
  }

  /// A step of the way from the ground to `color` that keeps its hue at any depth: one of 16 where
  /// colours are many, one of its ladder in a palette, that of `share` rounded up.
  func step(_ color: Color, _ share: Double) -> Color {
    if depth == .palette256 {
      return (ladders[color] ?? Ladder(from: theme.ground, to: color)).step(share)
    }
    let share = share.isNaN ? 0 : min(max(share, 0), 1)
    return theme.ground.mixed(with: color, (share * 16).rounded(.up) / 16)
  }

  var ground: Style { ink(theme.text) }
  var text: Style { ink(theme.text) }
  var strong: Style { ink(theme.brightTitle, bold: true) }
  var label: Style { ink(theme.legend, dim: true) }
  var faint: Style { ink(theme.dropped, dim: true) }
  /// A measured number, which changes with each call. In a palette it is told by its brightness
  /// alone: bold would take as many bytes again as the number.
  var measured: Style { ink(theme.brightTitle, bold: depth != .palette256) }
  /// A dropped unit. In a palette with a dark ground it has the ink of the darkest kept ones, from
  /// which its shape tells it: two units in three then have one ink, and a change of ink takes as
  /// many bytes as four units.
  var droppedUnit: Style { darkestKept.map { ink($0) } ?? faint }
  var border: Style { ink(theme.selection, dim: true) }
  var accent: Style { ink(theme.accent) }
  var hotkey: Style { ink(theme.accent, bold: true) }
  var before: Style { ink(theme.before) }
  /// The line of means before: dim where no colour tells it from the one after.
  var beforeLine: Style { ink(theme.before, dim: true) }
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

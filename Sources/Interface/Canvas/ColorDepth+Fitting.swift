// A stand-in for the file of the same name and interface on the branch `views`, which replaces it.

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
  /// Fits a style to what the terminal shows.
  package func fitted(_ style: Style) -> FittedStyle {
    FittedStyle(
      foreground: style.foreground.flatMap(fitted), background: style.background.flatMap(fitted),
      bold: style.bold, dim: style.dim, reverse: style.reverse, underline: style.underline)
  }

  private func fitted(_ color: Color) -> FittedColor? {
    switch self {
    case .none: nil
    case .direct: .rgb(color)
    case .ansi8: .index(color.nearest(in: Color.ansi.prefix(8)))
    case .ansi16: .index(color.nearest(in: Color.ansi[...]))
    case .palette256: .index(color.nearest256)
    }
  }
}

extension Color {
  /// The nearest of the cube of 216 and the ramp of 24 greys; the first 16 belong to the person.
  fileprivate var nearest256: Int {
    let (r, g, b) = (Color.level(red), Color.level(green), Color.level(blue))
    let cube = Color(red: Color.value(r), green: Color.value(g), blue: Color.value(b))
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let step = min(max((mean - 3) / 10, 0), 23)
    let value = UInt8(8 + 10 * step)
    let grey = Color(red: value, green: value, blue: value)
    return distance(to: grey) < distance(to: cube) ? 232 + step : 16 + 36 * r + 6 * g + b
  }

  /// The nearest of the six levels of xterm's cube: 0, 95, 135, 175, 215, 255.
  private static func level(_ value: UInt8) -> Int {
    if value < 48 { return 0 }
    return value < 115 ? 1 : (Int(value) - 35) / 40
  }

  private static func value(_ level: Int) -> UInt8 { level == 0 ? 0 : UInt8(55 + 40 * level) }

  fileprivate func nearest(in colors: ArraySlice<Color>) -> Int {
    colors.indices.min { distance(to: colors[$0]) < distance(to: colors[$1]) } ?? 0
  }

  private func distance(to other: Color) -> Int {
    let red = Int(red) - Int(other.red)
    let green = Int(green) - Int(other.green)
    let blue = Int(blue) - Int(other.blue)
    return 2 * red * red + 4 * green * green + 3 * blue * blue
  }

  /// The sixteen colours as xterm shows them.
  fileprivate static let ansi: [Color] = [
    0x00_0000, 0xCD_0000, 0x00_CD00, 0xCD_CD00, 0x00_00EE, 0xCD_00CD, 0x00_CDCD, 0xE5_E5E5,
    0x7F_7F7F, 0xFF_0000, 0x00_FF00, 0xFF_FF00, 0x5C_5CFF, 0xFF_00FF, 0x00_FFFF, 0xFF_FFFF,
  ].map { code in
    Color(
      red: UInt8(code >> 16), green: UInt8(code >> 8 & 0xFF), blue: UInt8(code & 0xFF))
  }
}

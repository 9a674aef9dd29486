import PlainText

/// Which characters may reach a cell, and what stands in for them where only ASCII is shown.
///
/// Views draw with the full set; a frame for an ASCII terminal is translated at the end, so no view
/// knows the difference.
enum Glyphs {
  /// Eighths of a cell filled from below, 0...8.
  static let eighths: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// Eighths of a cell filled from the left, 0...8.
  static let bars: [Unicode.Scalar] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  /// Four steps of value for terminals that cannot show them in colour.
  static let shades: [Unicode.Scalar] = ["░", "▒", "▓", "█"]

  /// The ASCII stand-in of every glyph the views use.
  private static let ascii: [Unicode.Scalar: Unicode.Scalar] = [
    "─": "-", "━": "=", "│": "|", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "┬": "+", "┴": "+",
    "┿": "|", "╵": "|", "▁": ".", "▂": ".", "▃": ".", "▄": ":", "▅": ":", "▆": "%", "▇": "%",
    "█": "#", "▏": "|", "▎": "|", "▍": "|", "▌": " ", "▋": "#", "▊": "#", "▉": "#", "▀": "\"",
    "¦": "|", "░": ":", "▒": "+", "▓": "%", "·": ".", "×": "x", "−": "-", "–": "-", "—": "-",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "✓": "v", "✗": "x", "▲": "^", "▶": ">", "‖": "=",
    "●": "*", "‹": "<", "›": ">", "±": "~", "…": "~", "▸": ">", "├": "[", "┤": "]", "┼": "|",
    "◀": "<", "┃": "|", "┸": "|", "┻": "+", "σ": "s", "↳": "+", "╍": "x", "◂": "<", "╲": "\\",
    "╱": "/", "÷": "/", "▪": "v", "┳": "+", "┗": "+", "┛": "+", "Σ": "S", "χ": "X", "²": "2",
  ]

  /// What an ASCII terminal shows for a glyph.
  static func ascii(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
    if glyph.isASCII { return glyph }
    if let known = ascii[glyph] { return known }
    if isBraille(glyph) { return asciiBraille(glyph) }
    return "?"
  }

  /// A scalar that is safe in a cell: itself when it is printable and one cell wide, else a dot.
  static func safe(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    isSafe(scalar) ? scalar : "·"
  }

  /// Whether a scalar is printable and surely one cell wide in every terminal.
  ///
  /// Names come from logs that others wrote, so the list is of what is known to be harmless:
  /// letters, marks of punctuation and symbols of the Latin, Greek and Cyrillic blocks, and the
  /// glyphs of the views.
  static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
    if ascii[scalar] != nil || isBraille(scalar) { return true }
    switch scalar.value {
    case 0xA1...0x24F, 0x370...0x3FF, 0x400...0x482, 0x48A...0x52F: break
    default: return false
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: return false
    default: return scalar.isPlain
    }
  }

  private static func isBraille(_ glyph: Unicode.Scalar) -> Bool {
    (0x2800...0x28FF).contains(glyph.value)
  }

  /// Dots in the upper half, the lower half, or both.
  private static func asciiBraille(_ glyph: Unicode.Scalar) -> Unicode.Scalar {
    let dots = glyph.value - 0x2800
    let (upper, lower) = (dots & 0b0001_1011 != 0, dots & 0b1110_0100 != 0)
    return upper ? (lower ? ":" : "'") : (lower ? "." : " ")
  }
}

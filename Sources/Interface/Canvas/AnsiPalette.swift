/// The sixteen colours whose values every terminal chooses for itself: only their names are sure.
///
/// So a colour is fitted by what its name promises: a grey by its lightness, any other by its hue,
/// and then its bright or its normal variant by lightness. Nearest distance to some terminal's
/// values would send soft colours to grey.
enum AnsiPalette {
  /// Below this OKLab chroma a colour counts as grey.
  private static let greyChroma = 0.045

  /// Hue in OKLab degrees, the index of that hue, and the lightness from which its bright variant
  /// is nearer, halfway between the two in xterm's default palette.
  private static let hues: [(degrees: Double, index: Int, bright: Double)] = [
    (25, 1, 0.6),
    // Orange has no index of its own: always the dark yellow, so that it differs from yellow.
    (62, 3, .infinity),
    (100, 3, 0.75), (145, 2, 0.83), (195, 6, 0.84), (250, 4, 0.55), (310, 5, 0.66), (345, 5, 0.66),
  ]

  static func foreground(_ color: Color) -> Int {
    let seen = color.perceived
    guard seen.chroma >= greyChroma else { return grey(seen.lightness) }
    let hue = seen.hue
    let nearest = hues.min { turn($0.degrees, hue) < turn($1.degrees, hue) } ?? hues[0]
    return seen.lightness >= nearest.bright ? nearest.index + 8 : nearest.index
  }

  /// Grounds are black or white; only a saturated one, such as a badge, keeps its hue.
  static func background(_ color: Color) -> Int {
    let seen = color.perceived
    if seen.chroma >= 2 * greyChroma { return foreground(color) % 8 }
    return seen.lightness < 0.6 ? 0 : 15
  }

  /// A neighbour of `index` that can be told from it.
  static func apart(from index: Int, few: Bool) -> Int {
    switch index {
    case 0: few ? 7 : 8
    case 15: 7
    case 7: few ? 0 : 8
    default: 0
    }
  }

  private static func grey(_ lightness: Double) -> Int {
    switch lightness {
    case ..<0.3: 0
    case ..<0.66: 8
    case ..<0.93: 7
    default: 15
    }
  }

  private static func turn(_ a: Double, _ b: Double) -> Double {
    let difference = abs(a - b).truncatingRemainder(dividingBy: 360)
    return min(difference, 360 - difference)
  }
}

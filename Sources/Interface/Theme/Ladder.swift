/// The steps from a ground to a colour in the 256-colour palette, the faintest first.
///
/// A ramp is a list of named entries, and no fit of each mix: the palette is so coarse that mixes
/// turn grey.
struct Ladder {
  private let colors: [Color]

  init(from ground: Color, to color: Color) {
    colors =
      Ladder.chosen[color].map { $0.map(XtermPalette.color) }
      ?? XtermPalette.ladder(from: ground, to: color, steps: 4)
  }

  /// The step for a share in 0...1, rounded up.
  func step(_ share: Double) -> Color {
    let share = share.isNaN ? 0 : min(max(share, 0), 1)
    return colors[max(0, Int(nearest: (share * Double(colors.count)).rounded(.up)) - 1)]
  }

  /// Chosen by eye for the roles of the default themes: dark, then light.
  private static let chosen: [Color: [Int]] = [
    // Kept, before, after, alarm, accent, eval, negative.
    .rgb(0x6FD08C): [22, 22, 65, 71, 78], .rgb(0xE8A25C): [94, 137, 179, 215],
    .rgb(0x5FB3F0): [24, 67, 74, 75], .rgb(0xFF6B6B): [88, 131, 167, 203],
    .rgb(0xF2C94C): [94, 94, 136, 221], .rgb(0x4ECDC4): [23, 30, 37, 80],
    .rgb(0xCC8CF0): [54, 96, 133, 177],
    .rgb(0x2E8B57): [194, 151, 114, 71, 29], .rgb(0xB8651B): [223, 180, 173, 130],
    .rgb(0x1F6FB2): [153, 110, 68, 25], .rgb(0xC0392B): [217, 174, 167, 124],
    .rgb(0x8F6A00): [187, 143, 100, 94], .rgb(0x147D86): [152, 73, 30, 23],
    .rgb(0x7B4FA8): [183, 140, 97, 54],
  ]
}

extension Color {
  /// Eight bits each of red, green and blue.
  fileprivate static func rgb(_ bits: UInt32) -> Color {
    Color(red: UInt8(bits >> 16 & 255), green: UInt8(bits >> 8 & 255), blue: UInt8(bits & 255))
  }
}

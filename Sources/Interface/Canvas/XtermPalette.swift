/// The 240 fixed colours of a 256-colour terminal: a 6x6x6 cube from 16 on, greys from 232 on.
enum XtermPalette {
  /// The index, 16...255, whose colour eyes would find nearest.
  static func nearest(to color: Color) -> Int {
    let seen = color.perceived
    var best = 0
    var least = Double.infinity
    for (index, candidate) in perceived.enumerated() {
      let distance = seen.squaredDistance(to: candidate)
      if distance < least { (best, least) = (index, distance) }
    }
    return best + 16
  }

  /// The colour that index `index`, 16...255, stands for.
  static func color(_ index: Int) -> Color {
    precondition((16...255).contains(index), "the first sixteen colours are the terminal's own")
    if index >= 232 {
      let level = UInt8(8 + 10 * (index - 232))
      return Color(red: level, green: level, blue: level)
    }
    func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + 40 * step) }
    let cube = index - 16
    return Color(red: level(cube / 36), green: level(cube / 6 % 6), blue: level(cube % 6))
  }

  private static let perceived = (16...255).map { color($0).perceived }
}

/// The 240 fixed colours of a 256-colour terminal: a 6x6x6 cube from 16 on, greys from 232 on.
enum XtermPalette {
  /// Below this OKLab chroma a colour counts as grey.
  private static let greyChroma = 0.03

  /// The index, 16...255, whose colour eyes would find nearest.
  ///
  /// Greys go to greys and hues to hues: the cube is so coarse that plain distance turns dark hues
  /// grey.
  static func nearest(to color: Color) -> Int {
    let seen = color.perceived
    let isGrey = seen.chroma < greyChroma
    var best = 0
    var least = Double.infinity
    for (index, candidate) in perceived.enumerated()
    where isGrey == (candidate.chroma < greyChroma) {
      let distance = seen.squaredDistance(to: candidate)
      if distance < least { (best, least) = (index, distance) }
    }
    return best + 16
  }

  /// The colour `share` of the way from a dark or a light ground to `color`, as a colour of the cube.
  ///
  /// Mixing in RGB and fitting each mix makes a ramp wander from hue to hue. Scaling the steps of
  /// the one fitted colour keeps its hue; the lesser channels are rounded down, or dark mixes would
  /// turn grey. Nil for greys, which the palette has enough of.
  static func tone(_ color: Color, onLight isLight: Bool, _ share: Double) -> Color? {
    guard color.perceived.chroma >= greyChroma else { return nil }
    let cube = nearest(to: color) - 16
    let steps = [cube / 36, cube / 6 % 6, cube % 6].map { isLight ? 5 - $0 : $0 }
    let most = steps.max() ?? 0
    let scaled = steps.map { step in
      let exact = Double(step) * min(max(share, 0), 1)
      return step == most ? max(min(1, step), Int(exact.rounded())) : Int(exact + 0.25)
    }
    let toned = scaled.map { isLight ? 5 - $0 : $0 }
    return self.color(16 + 36 * toned[0] + 6 * toned[1] + toned[2])
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

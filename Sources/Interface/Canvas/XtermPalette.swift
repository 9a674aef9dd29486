/// The 240 fixed colours of a 256-colour terminal: a 6x6x6 cube from 16 on, greys from 232 on.
enum XtermPalette {
  /// Below this OKLab chroma a colour counts as grey.
  private static let greyChroma = 0.045

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

  /// So many colours of one hue, even in lightness, from near the ground to the colour itself.
  ///
  /// Where a mix of ground and colour would be fitted to grey, a step of a ladder keeps its hue. No
  /// colour stands in it twice, or steps could not be told apart; that may cost a little of the hue.
  static func ladder(from ground: Color, to color: Color, steps: Int) -> [Color] {
    let aim = color.perceived
    let last = nearest(to: color) - 16
    guard aim.chroma >= greyChroma, steps > 1 else { return [self.color(last + 16)] }
    var left = perceived.indices.filter { index in
      let candidate = perceived[index]
      return index != last && candidate.chroma >= greyChroma
        && candidate.hueDistance(to: aim) <= 25
    }
    let (low, high) = (ground.perceived.lightness, perceived[last].lightness)
    var ladder: [Color] = []
    for step in 1..<steps {
      let share = Double(step) / Double(steps)
      func distance(_ index: Int) -> Double {
        let candidate = perceived[index]
        return abs(candidate.lightness - low - (high - low) * share)
          + 0.5 * abs(candidate.chroma - aim.chroma * share)
          + max(0, candidate.hueDistance(to: aim) - 12) / 60
      }
      // A hue that the palette has few colours of makes a shorter ladder.
      guard let best = left.min(by: { distance($0) < distance($1) }),
        distance(best) < 0.15 || ladder.isEmpty
      else { continue }
      left.removeAll { $0 == best }
      ladder.append(self.color(best + 16))
    }
    return ladder + [self.color(last + 16)]
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

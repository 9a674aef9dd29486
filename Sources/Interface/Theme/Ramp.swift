/// A scale from little to much, for blocks.
struct Ramp {
  private let styles: [Style]
  private let shades: [Unicode.Scalar]?

  /// - Parameter floor: how much of the colour the lowest step has, so that it is still seen.
  init(_ inks: Inks, _ color: Color, floor: Double = 0.22) {
    if inks.shadesCarryValue {
      styles = [inks.ink(color)]
      shades = Glyphs.shades
    } else {
      // Sixteen steps: more are not told apart, and fewer colours are fewer bytes.
      styles = (0..<16).map { step in
        let share = floor + (1 - floor) * Double(step) / 15
        return inks.ink(inks.tone(color, share))
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

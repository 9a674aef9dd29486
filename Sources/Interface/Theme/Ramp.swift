/// A scale from little to much, for blocks.
struct Ramp {
  private let inks: Inks
  private let color: Color
  private let floor: Double

  /// - Parameter floor: how much of the colour the lowest step has, so that it is still seen.
  init(_ inks: Inks, _ color: Color, floor: Double = 0.3) {
    (self.inks, self.color, self.floor) = (inks, color, floor)
  }

  /// A full block for a value in 0...1: by colour, or by shade.
  func block(_ value: Double) -> Cell {
    let value = value.isNaN ? 0 : min(max(value, 0), 1)
    guard inks.shadesCarryValue else {
      return Cell("█", style(at: floor + (1 - floor) * value))
    }
    return Cell(Glyphs.shades[min(3, Int(nearest: (value * 4).rounded(.down)))], inks.ink(color))
  }

  /// The colour so much of the way from the ground.
  func style(at tone: Double) -> Style {
    inks.shadesCarryValue ? inks.ink(color) : inks.ink(inks.step(color, tone))
  }
}

import DropoutEngine

/// A number of standard deviations on a line: the tick at 0, the bracket that holds 95 of 100
/// healthy ones, a disc where it was measured, an arrow where that is off the scale.
struct SigmaGauge {
  /// A cell a standard deviation, from −5 to 5.
  static let narrow = 11

  let inks: Inks
  var width = SigmaGauge.narrow
  /// σ at either end.
  var reach = 5.0

  /// From here on a number is off.
  private static let limit = SiteReading.Number.limit
  private static let bracket = 1.96

  func draw(_ sigma: Double?, x: Int, y: Int, into canvas: inout Canvas) {
    guard width >= 5 else { return }
    let quiet = inks.quietData
    guard let sigma, sigma.isFinite else {
      canvas[x + width / 2, y] = Cell("–", inks.label)
      return
    }
    let (low, high) = (place(-Self.bracket), place(Self.bracket))
    for column in low...high { canvas[x + column, y] = Cell("─", quiet) }
    canvas[x + low, y] = Cell("├", quiet)
    canvas[x + high, y] = Cell("┤", quiet)
    canvas[x + width / 2, y] = Cell("┼", quiet)
    let isOff = abs(sigma) >= Self.limit
    let glyph: Unicode.Scalar =
      abs(sigma) < min(reach, Self.limit) ? "●" : sigma > 0 ? "▶" : "◀"
    canvas[x + place(sigma), y] = Cell(glyph, isOff ? inks.alarm : inks.kept)
  }

  private func place(_ sigma: Double) -> Int {
    let half = Double(width / 2)
    let place = half + (min(max(sigma, -reach), reach) / reach * half).rounded()
    return max(0, min(width - 1, Int(nearest: place.rounded(.down))))
  }
}

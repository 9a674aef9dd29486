import DropoutEngine

/// Kept, where it should be, and where 95 of 100 healthy masks lie, on a line from none to all:
/// disc, tick and brackets.
struct KeptGauge {
  let inks: Inks
  /// Draws that kept, and all.
  let count: KeptCount
  /// The chance of keeping; nil where it is not known.
  let keep: Double?
  /// How much wider than that of single coins the spread is, where draws hang together.
  var spread = 1.0

  /// The counts that 95 of 100 healthy masks lie between; nil where chance has no part in it.
  var band: ClosedRange<Int>? {
    guard let keep, keep > 0, keep < 1, count.of > 0 else { return nil }
    guard spread == 1 else {
      // What falls together is far from a binomial, and near enough to a normal.
      let reach = 1.96 * spread * (Double(count.of) * keep * (1 - keep)).squareRoot()
      let mean = keep * Double(count.of)
      let low = max(0, Int((mean - reach).rounded(.down)))
      return low...max(low, min(count.of, Int((mean + reach).rounded(.up))))
    }
    return Binomial(count: count.of, keep: keep).band()
  }

  /// How many standard deviations it is off.
  var sigma: Double? {
    keep.flatMap {
      Expectation.binomial(count: Double(count.of), keep: $0).sigma(of: Double(count.kept))
    }.map { $0 / spread }
  }

  /// Whether chance does not explain it, or nothing was left to chance and it is not so.
  var isOff: Bool {
    if let sigma { return abs(sigma) >= SiteReading.Number.limit }
    guard let keep, count.of > 0 else { return false }
    return Double(count.kept) != keep * Double(count.of)
  }

  func draw(x: Int, y: Int, width: Int, into canvas: inout Canvas) {
    guard width > 4, count.of > 0 else { return }
    let quiet = inks.quietData
    let disc = place(Double(count.kept), width)
    let filled = isOff ? inks.alarm : inks.ink(inks.step(inks.theme.kept, 0.7))
    for column in 0..<width {
      canvas[x + column, y] = Cell(column <= disc ? "━" : "─", column <= disc ? filled : quiet)
    }
    if let band {
      let (low, high) = (
        place(Double(band.lowerBound), width), place(Double(band.upperBound), width)
      )
      canvas[x + low, y] = Cell("├", inks.text)
      canvas[x + high, y] = Cell("┤", inks.text)
    }
    if let keep {
      canvas[x + place(keep * Double(count.of), width), y] = Cell("┼", inks.accent)
    }
    canvas[x + disc, y] = Cell("●", isOff ? inks.alarm : inks.kept)
  }

  private func place(_ kept: Double, _ width: Int) -> Int {
    let share = min(max(kept / Double(count.of), 0), 1)
    return Int(nearest: share * Double(width - 1))
  }
}

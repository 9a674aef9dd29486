import DropoutEngine

/// The units by how far from what is expected they were kept, beside the binomial distribution.
struct UnitsBinomial {
  let figures: UnitsFigures

  private var inks: Inks { figures.inks }
  /// σ at either end, and bins over all.
  private static let reach = 3.75
  private static let bins = 15

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("against the binomial", inks.strong)],
      right: [[Run("σ", inks.label)]])
    let inner = rect.inset(dx: 2, dy: 1)
    guard let tally = figures.tally, tally.variance > 0, inner.width >= 2 * Self.bins else {
      return
    }
    guard figures.hasChance else {
      canvas.write(figures.apart, inks.label, x: inner.x, y: inner.y, limit: inner.width)
      return
    }
    let all = self.lines(tally)
    let room = max(0, inner.height - 4)
    // The legend goes first.
    let lines = room < all.count ? Array(all.dropFirst()) : all
    let words = min(lines.count, room)
    let plot = inner.top(inner.height - 1 - words)
    let histogram = tally.histogram(bins: Self.bins, reach: Self.reach)
    let bars = ExpectedBars(inks: inks, bins: Self.bins)
    bars.draw(histogram.units, histogram.expected, in: plot, &canvas)
    drawAxis(inner, y: plot.maxY, &canvas)
    for row in 0..<words {
      let y = plot.maxY + 1 + row
      let (left, right) = lines[row]
      canvas.write(left, x: inner.x, y: y, limit: inner.width)
      if left.width + right.width < inner.width {
        canvas.write(right, x: inner.maxX - right.width, y: y)
      }
    }
  }

  private func drawAxis(_ inner: Rect, y: Int, _ canvas: inout Canvas) {
    let (width, left) = ExpectedBars(inks: inks, bins: Self.bins).geometry(inner)
    for x in 0..<width * Self.bins { canvas[left + x, y] = Cell("─", inks.border) }
    for sigma in -3...3 {
      let share = (Double(sigma) + Self.reach) / (2 * Self.reach)
      let x = left + Int(nearest: (share * Double(width * Self.bins)).rounded(.down))
      let text = sigma < 0 ? "−\(-sigma)" : "\(sigma)"
      canvas.write(text, inks.label, x: x - (sigma < 0 ? 1 : 0), y: y)
    }
  }

  /// What is said under the plot, left and right.
  private func lines(_ tally: UnitTally) -> [(left: [Run], right: [Run])] {
    let expected = Double(tally.kept.count) * 0.05
    let rounded = expected < 1 ? Numerals.tick(expected) : "\(Int(nearest: expected))"
    return [
      (
        [
          Run("█ ", inks.kept), Run("\(figures.words.many)  ", inks.label), Run("⠒ ", inks.accent),
          Run("expected", inks.label),
        ], []
      ),
      (
        [
          Run("χ² ", inks.label), Run(Numerals.short(tally.chiSquared), inks.strong),
          Run(" of \(Numerals.grouped(tally.degrees))", inks.label),
        ], chance(tally)
      ),
      (
        [
          Run("outside 95%: ", inks.label), Run("\(tally.outliers)", inks.strong),
          Run(", expected \(rounded)", inks.label),
        ], []
      ),
    ]
  }

  /// `chance 0.93 ✓`.
  private func chance(_ tally: UnitTally) -> [Run] {
    guard let chance = tally.chance else { return [Run("few draws", inks.label)] }
    let text = chance < 1e-3 ? Numerals.small(chance) : decimalText(chance)
    guard !UnitsCaption.isOff(tally) else {
      return [Run("chance \(text) \(inks.warning)", inks.alarm)]
    }
    return [Run("chance \(text) ", inks.label), inks.check]
  }

  private func decimalText(_ chance: Double) -> String { Numerals.factor(chance) }
}

extension Inks {
  /// As expected.
  var check: Run { Run("✓", ink(step(theme.kept, 0.7))) }

  /// Styles of a column's rows from the foot on, brighter towards the top, so that height is seen
  /// twice.
  func rising(_ color: Color, rows: Int) -> [Style] {
    (0..<max(0, rows)).map { row in
      let share = rows == 1 ? 1 : Double(row) / Double(rows - 1)
      return ink(hasGradients ? step(color, 0.5 + 0.46 * share) : color)
    }
  }
}

extension Numerals {
  /// A chance that is next to nothing: `3e-9`.
  static func small(_ chance: Double) -> String {
    guard chance > 0 else { return "0" }
    var (mantissa, exponent) = (chance, 0)
    while mantissa < 1, exponent < 330 {
      mantissa *= 10
      exponent += 1
    }
    return "\(Int(mantissa))e−\(exponent)"
  }
}

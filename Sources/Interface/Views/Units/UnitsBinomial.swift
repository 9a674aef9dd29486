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
      canvas.write(
        "decisions hang together here", inks.label, x: inner.x, y: inner.y, limit: inner.width)
      return
    }
    let all = self.lines(tally)
    let room = max(0, inner.height - 4)
    // The legend goes first.
    let lines = room < all.count ? Array(all.dropFirst()) : all
    let words = min(lines.count, room)
    let plot = inner.top(inner.height - 1 - words)
    let histogram = tally.histogram(bins: Self.bins, reach: Self.reach)
    drawBars(histogram.units, histogram.expected, plot, &canvas)
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

  /// Columns of a bin, and where the first begins.
  private func geometry(_ inner: Rect) -> (width: Int, x: Int) {
    let width = inner.width / Self.bins
    return (width, inner.x + (inner.width - width * Self.bins) / 2)
  }

  private func drawBars(
    _ units: [Int], _ expected: [Double], _ plot: Rect, _ canvas: inout Canvas
  ) {
    guard plot.height > 0 else { return }
    let (width, left) = geometry(plot)
    let peak = max(Double(units.max() ?? 0), expected.max() ?? 0, 1)
    let styles = inks.rising(inks.theme.kept, rows: plot.height)
    for (bin, count) in units.enumerated() {
      let height = Int(nearest: Double(count) / peak * Double(8 * plot.height))
      for row in 0..<plot.height where height > 8 * row {
        let cell = Cell(Glyphs.eighths[min(8, height - 8 * row)], styles[row])
        for column in 0..<width { canvas[left + bin * width + column, plot.maxY - 1 - row] = cell }
      }
    }
    let dots = 4 * plot.height
    for (bin, count) in expected.enumerated() {
      let level = min(dots - 1, Int(nearest: (count / peak * Double(dots)).rounded(.down)))
      let dot = dots - 1 - level
      let bits = Braille.bit(row: dot % 4, column: 0) | Braille.bit(row: dot % 4, column: 1)
      for column in 0..<width {
        let (x, y) = (left + bin * width + column, plot.y + dot / 4)
        let under = canvas[x, y].style.foreground
        canvas[x, y] = Cell(Braille.glyph(bits), inks.accent)
        if inks.hasColor, inks.hasGradients, Double(units[bin]) > count, let under {
          canvas[x, y].style.background = under
        }
      }
    }
  }

  private func drawAxis(_ inner: Rect, y: Int, _ canvas: inout Canvas) {
    let (width, left) = geometry(inner)
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
          Run("█ ", inks.kept), Run("units  ", inks.label), Run("⠒ ", inks.accent),
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

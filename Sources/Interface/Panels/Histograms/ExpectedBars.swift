/// Counts as bars, and over them as dots how many are expected in each.
struct ExpectedBars {
  let inks: Inks
  let bins: Int
  /// That of the bars; nil for that of what is kept.
  var color: Color?

  /// Columns of a bin, and where the first begins.
  func geometry(_ inner: Rect) -> (width: Int, x: Int) {
    let width = inner.width / bins
    return (width, inner.x + (inner.width - width * bins) / 2)
  }

  /// Bars for counts, and a line of dots for what is expected of each.
  func draw(_ units: [Int], _ expected: [Double], in plot: Rect, _ canvas: inout Canvas) {
    guard plot.height > 0 else { return }
    let (width, left) = geometry(plot)
    let peak = max(Double(units.max() ?? 0), expected.max() ?? 0, 1)
    let styles = inks.rising(color ?? inks.theme.kept, rows: plot.height)
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
        let under = canvas[x, y].glyph == " " ? nil : canvas[x, y].style.foreground
        canvas[x, y] = Cell(Braille.glyph(bits), inks.accent)
        if inks.hasColor, inks.hasGradients, Double(units[bin]) > count, let under {
          canvas[x, y].style.background = under
        }
      }
    }
  }
}

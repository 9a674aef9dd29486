import DropoutEngine
import RealModule

/// How many elements change from one mask to the next, beside what chance changes, and whether any
/// two masks are the same.
struct UnitsChanges {
  let figures: UnitsFigures

  private var inks: Inks { figures.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("from call to call", inks.strong)],
      right: [[Run("changed", inks.label)]])
    let inner = rect.inset(dx: 2, dy: 1)
    guard let history = figures.history, figures.hasChance, let last = history.changes.last,
      inner.width >= 20, inner.height >= 4
    else { return }
    let lines = self.lines(history.changes, last)
    let words = min(lines.count, max(0, inner.height - 6))
    let plot = inner.top(inner.height - 1 - words - (words < lines.count ? 0 : 1))
    drawBars(history.changes, plot.below(plot.height > 8 ? 1 : 0), &canvas)
    drawAxis(last, inner, y: plot.maxY, &canvas)
    let start = inner.maxY - words
    for row in 0..<words {
      let (left, right) = lines[row]
      canvas.write(left, x: inner.x, y: start + row, limit: inner.width)
      if left.width + right.width < inner.width {
        canvas.write(right, x: inner.maxX - right.width, y: start + row)
      }
    }
  }

  private func drawBars(_ changes: MaskChanges, _ plot: Rect, _ canvas: inout Canvas) {
    guard plot.height > 0 else { return }
    // As many bins to a column as make columns of one width.
    let merged = stride(from: 0, to: changes.bins.count, by: 1).map { changes.bins[$0] }
    let width = max(1, plot.width / merged.count)
    let share = width * merged.count <= plot.width ? 1 : 2
    let counts = stride(from: 0, to: merged.count, by: share).map { index in
      merged[index..<min(merged.count, index + share)].reduce(0, +)
    }
    let left = plot.x + (plot.width - width * counts.count) / 2
    let peak = Double(max(1, counts.max() ?? 1))
    let styles = inks.rising(inks.theme.kept, rows: plot.height)
    for (bin, count) in counts.enumerated() where count > 0 {
      let height = max(1, Int(nearest: Double(count) / peak * Double(8 * plot.height)))
      for row in 0..<plot.height where height > 8 * row {
        let cell = Cell(Glyphs.eighths[min(8, height - 8 * row)], styles[row])
        for column in 0..<width { canvas[left + bin * width + column, plot.maxY - 1 - row] = cell }
      }
    }
  }

  private func drawAxis(
    _ last: MaskChanges.Change, _ inner: Rect, y: Int, _ canvas: inout Canvas
  ) {
    for x in 0..<inner.width { canvas[inner.x + x, y] = Cell("─", inks.border) }
    let low = max(0, last.expected - MaskChanges.reach * last.sd)
    let high = min(Double(last.of), last.expected + MaskChanges.reach * last.sd)
    let (left, right) = ("\(Int(nearest: low))", "\(Int(nearest: high))")
    canvas.write(left, inks.label, x: inner.x, y: y)
    canvas.write(right, inks.label, x: inner.maxX - right.count, y: y)
    func place(_ sigma: Double) -> Int {
      let share = (min(max(sigma / MaskChanges.reach, -1), 1) + 1) / 2
      return inner.x + Int(nearest: share * Double(inner.width - 1))
    }
    canvas[place(0), y] = Cell("┼", inks.accent)
    let isOff = abs(last.sigma) >= TimeLane.limit
    canvas[place(last.sigma), y] = Cell("●", isOff ? inks.alarm : inks.kept)
  }

  private func lines(
    _ changes: MaskChanges, _ last: MaskChanges.Change
  ) -> [(left: [Run], right: [Run])] {
    let isOff = abs(last.sigma) >= TimeLane.limit
    let mark = isOff ? Run(" \(inks.warning)", inks.alarm) : inks.check
    let sigma = Run(Numerals.sigma(last.sigma) + " ", isOff ? inks.alarm : inks.label)
    let expected = "\(Int(nearest: last.expected)) ± \(Numerals.tick(last.sd.rounded()))"
    let isMore = MaskRepeats.isMore(changes)
    let repeats = isMore ? Run(" \(inks.warning)", inks.alarm) : inks.check
    return [
      (
        [Run("now changed ", inks.label), Run("\(last.changed)", inks.strong)], [sigma, mark]
      ),
      ([Run("expected 2pqn = ", inks.label), Run(expected, inks.text)], []),
      (
        [
          Run("pairs with equal masks ", inks.label),
          Run(Numerals.grouped(changes.equal), isMore ? inks.alarm : inks.strong),
        ], [repeats]
      ),
      (
        [
          Run("of \(Numerals.grouped(changes.pairs))", inks.label),
          Run(
            changes.expectedEqual >= 0.05
              ? ", chance gives \(Numerals.tick(changes.expectedEqual.rounded()))" : "",
            inks.label),
        ], []
      ),
    ]
  }
}

/// Whether more masks are the same than chance gives.
enum MaskRepeats {
  /// By Poisson's law with five standard deviations; a single one where none is to be expected.
  static func isMore(_ changes: MaskChanges) -> Bool {
    let expected = changes.expectedEqual
    return Double(changes.equal) > expected + 5 * max(expected, 1e-9).squareRoot()
      && Double(changes.equal) > expected * 1.001
  }
}

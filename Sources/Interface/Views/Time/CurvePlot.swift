import DropoutEngine

/// Curves over dot columns, two a cell and four rows of dots to a cell, on one axis of values.
struct CurvePlot {
  let inks: Inks
  /// The values at foot and top.
  let range: HistogramRange

  struct Curve {
    /// A value for each dot column; nil where none is known.
    var values: [Double?]
    var style: Style
    /// Only every other dot, where no colour tells curves apart.
    var isDotted = false
  }

  /// Later curves lie above earlier ones: a cell has one colour, so where two meet in one the later
  /// hides the earlier, whose dots would be taken for its own.
  func draw(_ curves: [Curve], in plot: Rect, into canvas: inout Canvas) {
    guard !plot.isEmpty, range.high > range.low else { return }
    var patterns = [UInt8](repeating: 0, count: plot.width * plot.height)
    for curve in curves {
      var own = [UInt8](repeating: 0, count: patterns.count)
      dot(curve, plot, &own)
      for (place, bits) in own.enumerated() where bits != 0 {
        patterns[place] = inks.hasColor ? bits : patterns[place] | bits
        canvas[plot.x + place % plot.width, plot.y + place / plot.width] = Cell(
          Braille.glyph(patterns[place]), curve.style)
      }
    }
  }

  private func dot(_ curve: Curve, _ plot: Rect, _ patterns: inout [UInt8]) {
    var last: Int?
    for (column, value) in curve.values.enumerated() where column < 2 * plot.width {
      guard let value, value.isFinite else {
        last = nil
        continue
      }
      let row = self.row(of: value, 4 * plot.height)
      let from = last ?? row
      last = row
      if curve.isDotted, column % 4 >= 2 { continue }
      // A step is drawn to the middle from where the curve was.
      for dot in min(row, row > from ? from + 1 : row)...max(row, row < from ? from - 1 : row) {
        let place = dot / 4 * plot.width + column / 2
        patterns[place] |= Braille.bit(row: dot % 4, column: column % 2)
      }
    }
  }

  /// Rows of dots from the top.
  private func row(of value: Double, _ dots: Int) -> Int {
    let share = (value - range.low) / (range.high - range.low)
    let held = share.isFinite ? min(max(share, 0), 1) : 0
    return dots - 1 - Int(nearest: held * Double(dots - 1))
  }

  /// Round values at the left edge.
  func drawLabels(_ plot: Rect, into canvas: inout Canvas) {
    for value in HistogramColumns.ticks(range, atMost: max(1, min(4, plot.height / 2))) {
      let y = plot.y + row(of: value, 4 * plot.height) / 4
      let text = Numerals.tick(value)
      // A label gives way to a curve.
      let cells = text.unicodeScalars.count
      let isFree = (0..<cells).allSatisfy { offset in
        let x = plot.x - 1 + offset
        return offset == 0 || x < canvas.size.width && canvas[x, y].glyph == " "
      }
      if isFree { canvas.write(text, inks.label, x: plot.x - 1, y: y) }
    }
  }
}

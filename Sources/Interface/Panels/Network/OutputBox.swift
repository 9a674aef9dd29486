import DropoutEngine
import PlainText

/// Class probabilities of the sample that the grids show, the true class marked.
struct OutputBox {
  let scene: Scene
  let classes: Int

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    canvas.box(
      rect, inks.border, left: [Run("output", inks.strong)],
      right: [[Run("\(classes)", inks.label)]])
    let isNarrow = rect.width < 19
    let body = rect.inset(dx: isNarrow ? 1 : 2, dy: 1)
    guard body.height > 1, let result = Probabilities(scene, classes: classes) else { return }
    let hasVerdict = result.truth != nil
    let verdict = Rect(
      x: body.x, y: body.maxY - 1, width: body.width, height: hasVerdict ? 1 : 0)
    if !isNarrow, classes <= body.height {
      drawRows(result, Array(0..<classes), in: body, &canvas)
      // All rows are taken: the verdict stands in the border.
      if classes == body.height {
        drawVerdict(
          result, in: Rect(x: rect.x + 3, y: rect.maxY - 1, width: rect.width - 5, height: 1),
          isBorder: true, &canvas)
      } else {
        drawVerdict(result, in: verdict, isBorder: false, &canvas)
      }
      return
    }
    let bars = body.top(body.height - verdict.height)
    if classes <= bars.width, bars.height >= 3 {
      drawColumns(result, in: bars, &canvas)
    } else {
      drawRows(result, result.likeliest(bars.height), in: bars, &canvas)
    }
    drawVerdict(result, in: verdict, isBorder: false, &canvas)
  }

  /// One class a row: its number, a bar, its probability.
  private func drawRows(
    _ result: Probabilities, _ shown: [Int], in area: Rect, _ canvas: inout Canvas
  ) {
    let inks = scene.inks
    let labelWidth = String(max(0, classes - 1)).count
    let length = area.width - labelWidth - 1 - 6
    for (row, index) in shown.enumerated() where row < area.height {
      let y = area.y + row
      let share = result.values[index]
      let isMarked = index == result.truth
      canvas.write("\(index)", isMarked ? inks.measured : inks.label, x: area.x, y: y)
      let weight = index == result.best || isMarked ? inks.text : inks.label
      canvas.write(decimal(share, 2), weight, x: area.maxX - 4, y: y)
      let eighths = length > 0 ? Int(nearest: share * Double(length) * 8) : 0
      for column in 0..<max(0, length) {
        let part = min(8, max(0, eighths - 8 * column))
        if part > 0 {
          let x = area.x + labelWidth + 1 + column
          canvas[x, y] = Cell(Glyphs.bars[part], style(index, result))
        }
      }
    }
  }

  /// One class a column, where there are more classes than rows.
  private func drawColumns(_ result: Probabilities, in area: Rect, _ canvas: inout Canvas) {
    let pitch = max(1, min(2, area.width / max(1, classes)))
    let start = area.x + (area.width - pitch * classes + (pitch > 1 ? 1 : 0)) / 2
    let height = area.height - 1
    for index in 0..<classes {
      let eighths = Int(nearest: result.values[index] * Double(height) * 8)
      for row in 0..<height {
        let part = min(8, max(0, eighths - 8 * row))
        guard part > 0 else { continue }
        for column in 0..<max(1, pitch - 1) {
          canvas[start + index * pitch + column, area.y + height - 1 - row] = Cell(
            Glyphs.eighths[part], style(index, result))
        }
      }
      canvas.write(
        String(index % 10), index == result.truth ? scene.inks.measured : scene.inks.label,
        x: start + index * pitch, y: area.maxY - 1)
    }
  }

  /// The predicted class stands out: in blue when right, in alarm when wrong.
  private func style(_ index: Int, _ result: Probabilities) -> Style {
    let inks = scene.inks
    if index == result.best, let truth = result.truth, truth != index {
      return inks.ink(scene.theme.alarm)
    }
    return inks.after
  }

  /// `says 8 ✓`, or `says 3 ✗ is 8`.
  private func drawVerdict(
    _ result: Probabilities, in row: Rect, isBorder: Bool, _ canvas: inout Canvas
  ) {
    let inks = scene.inks
    guard let truth = result.truth, row.height > 0 else { return }
    var runs = [Run("says ", inks.label), Run("\(result.best) ", inks.measured)]
    if truth == result.best {
      runs.append(Run("✓", inks.kept))
    } else {
      runs.append(Run("✗", inks.alarm))
      let answer = Run(" is \(truth)", inks.label)
      if (runs + [answer]).width <= row.width { runs.append(answer) }
    }
    if isBorder {
      canvas.write(" ", inks.ground, x: row.x - 1, y: row.y)
      runs.append(Run(" ", inks.ground))
    }
    canvas.write(runs, x: row.x, y: row.y, limit: row.width)
  }
}

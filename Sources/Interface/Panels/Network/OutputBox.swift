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
    let body = rect.inset(dx: 2, dy: 1)
    guard body.height > 1, let result = Probabilities(scene, classes: classes) else { return }
    let verdictRows = result.truth == nil ? 0 : 1
    let rows = body.height - verdictRows
    let air = rows - classes > 3 ? 1 : 0
    let bars = body.below(air).top(rows - air)
    var verdictRow = body.maxY - 1
    if classes <= bars.height {
      let pitch = 2 * classes < bars.height ? 2 : 1
      drawRows(result, Array(0..<classes), in: bars, pitch: pitch, &canvas)
      verdictRow = min(bars.y + classes * pitch + (pitch > 1 ? 0 : air), verdictRow)
    } else if classes <= bars.width, bars.height >= 3 {
      drawColumns(result, in: bars, &canvas)
    } else {
      drawRows(result, result.likeliest(bars.height), in: bars, pitch: 1, &canvas)
    }
    if let truth = result.truth {
      let row = Rect(x: body.x, y: verdictRow, width: body.width, height: 1)
      drawVerdict(result, truth, in: row, withShare: classes > bars.height, &canvas)
    }
    if let heldOut = scene.heldOut, verdictRow < body.maxY - 1 {
      let share = Numerals.percent(heldOut)
      let parts = [Part(1, [Run("held out", inks.label)]), Part(0, [Run(share, inks.text)])]
      canvas.write(
        parts.fitting(body.width, gap: 1), x: body.x, y: body.maxY - 1, gap: 1)
    }
  }

  /// One class a row: its number, a bar, its probability.
  private func drawRows(
    _ result: Probabilities, _ shown: [Int], in area: Rect, pitch: Int, _ canvas: inout Canvas
  ) {
    let inks = scene.inks
    let labelWidth = String(max(0, classes - 1)).count
    let length = area.width - labelWidth - 1 - 6
    for (row, index) in shown.enumerated() where row * pitch < area.height {
      let y = area.y + row * pitch
      let share = result.values[index]
      let isMarked = index == result.truth
      canvas.write("\(index)", isMarked ? inks.strong : inks.label, x: area.x, y: y)
      let weight = index == result.best || isMarked ? inks.text : inks.label
      canvas.write(decimal(share, 2), weight, x: area.maxX - 4, y: y)
      let eighths = length > 0 ? Int((share * Double(length) * 8).rounded()) : 0
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
    let pitch = min(3, area.width / max(1, classes))
    let start = area.x + (area.width - pitch * classes + (pitch > 1 ? 1 : 0)) / 2
    let height = area.height - 1
    for index in 0..<classes {
      let eighths = Int((result.values[index] * Double(height) * 8).rounded())
      for row in 0..<height {
        let part = min(8, max(0, eighths - 8 * row))
        guard part > 0 else { continue }
        for column in 0..<max(1, pitch - 1) {
          canvas[start + index * pitch + column, area.y + height - 1 - row] = Cell(
            Glyphs.eighths[part], style(index, result))
        }
      }
      canvas.write(
        String(index % 10), index == result.truth ? scene.inks.strong : scene.inks.label,
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

  private func drawVerdict(
    _ result: Probabilities, _ truth: Int, in row: Rect, withShare: Bool, _ canvas: inout Canvas
  ) {
    let inks = scene.inks
    var parts = [Part(0, [Run("true ", inks.label), Run("\(truth)", inks.strong)])]
    if truth == result.best {
      parts.append(Part(1, [Run("✓", inks.ink(scene.theme.kept, bold: true))]))
    } else {
      parts.append(Part(1, [Run("✗", inks.alarm)]))
      parts.append(Part(2, [Run("says ", inks.label), Run("\(result.best)", inks.text)]))
    }
    if withShare {
      let share = decimal(result.values[result.best], 2)
      parts.append(Part(3, [Run(share, inks.text)]))
    }
    canvas.write(parts.fitting(row.width, gap: 1), x: row.x, y: row.y, gap: 1)
  }
}

import DropoutEngine

/// Sub-networks, one a row: what each gives, and what it says.
struct SubNetworks {
  let words: EnsembleWords

  private var inks: Inks { words.inks }
  private var ensemble: Ensemble { words.ensemble }

  /// Where outputs stand in a row.
  private struct Columns {
    let first = 6
    let pitch: Int
    let count: Int
    /// What it says stands at the end.
    let says: Int

    init(width: Int, outputs: Int, hasClasses: Bool) {
      let room = width - first - (hasClasses ? 10 : 0)
      pitch =
        outputs > 0 && room / outputs >= 4 ? 4 : room >= 2 * outputs ? max(2, room / outputs) : 1
      count = min(outputs, max(0, room / pitch))
      says = first + count * pitch
    }
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let memory = words.scene.state.memory[EnsembleState.self]
    let hasTruth = ensemble.sample.truth != nil
    let order = memory.order.words(hasTruth: hasTruth)
    canvas.box(
      rect, inks.border,
      left: [
        Run("sub-networks", inks.strong),
        Run("  weights held at call \(ensemble.number)", inks.label),
      ],
      right: [
        [Run("s", inks.hotkey), Run(" \(order)", inks.label)],
        [Run("s", inks.hotkey), Run(" sort", inks.label)], [Run("s", inks.hotkey)],
      ])
    canvas.touch(rect.top(1), .key(.character("s")))
    let body = rect.inset(dx: 2, dy: 1)
    guard body.height >= 4 else { return }
    let columns = Columns(
      width: body.width, outputs: ensemble.evaluation.count, hasClasses: ensemble.hasClasses)
    drawHeading(columns, body, &canvas)
    let room = body.height - 4
    for (row, index) in shown(memory.order, room).enumerated() {
      drawRow(
        "#\(index + 1)", inks.label, ensemble.outputs[index], columns, body, y: body.y + 1 + row,
        &canvas)
    }
    let y = body.maxY - 3
    for x in body.x..<body.maxX { canvas[x, y] = Cell("─", inks.border) }
    drawRow("mean", inks.strong, ensemble.mean, columns, body, y: y + 1, &canvas)
    drawRow("eval", inks.hotkey, ensemble.evaluation, columns, body, y: y + 2, &canvas)
  }

  /// As many of the masks as there are rows for, evenly spaced through their order.
  private func shown(_ order: EnsembleState.Order, _ room: Int) -> [Int] {
    let outputs = ensemble.outputs
    let target = ensemble.sample.truth ?? words.meanAnswer
    let all: [Int]
    switch order {
    case .drawn: return Array(outputs.indices.prefix(max(0, room)))
    case .truth where ensemble.hasClasses:
      // Those that say so first, the surest before the others.
      all = outputs.indices.sorted {
        let (a, b) = (outputs[$0], outputs[$1])
        let (says, other) = (Ensemble.answer(a) == target, Ensemble.answer(b) == target)
        return says != other ? says : a[target] > b[target]
      }
    case .answer where ensemble.hasClasses:
      all = outputs.indices.sorted {
        (Ensemble.answer(outputs[$0]), $0) < (Ensemble.answer(outputs[$1]), $1)
      }
    default: all = outputs.indices.sorted { sum(outputs[$0]) > sum(outputs[$1]) }
    }
    let count = min(max(0, room), all.count)
    guard count > 1 else { return Array(all.prefix(count)) }
    return (0..<count).map { all[$0 * (all.count - 1) / (count - 1)] }
  }

  private func sum(_ output: [Float]) -> Float { output.reduce(0, +) }

  private func drawHeading(_ columns: Columns, _ body: Rect, _ canvas: inout Canvas) {
    for index in 0..<columns.count where columns.pitch > 1 || index % 5 == 0 {
      let isTruth = index == ensemble.sample.truth
      let x = body.x + columns.first + index * columns.pitch
      let text = "\(index)"
      guard columns.pitch > text.count || columns.pitch == 1 || index < 10 else { continue }
      canvas.write(
        text, isTruth ? inks.strong : inks.label, x: x + (columns.pitch >= 4 ? 1 : 0), y: body.y)
    }
    if ensemble.hasClasses {
      canvas.write("says", inks.label, x: body.x + columns.says, y: body.y)
    }
  }

  private func drawRow(
    _ name: String, _ style: Style, _ output: [Float], _ columns: Columns, _ body: Rect, y: Int,
    _ canvas: inout Canvas
  ) {
    canvas.write(name, style, x: body.x, y: y, limit: columns.first - 1)
    for index in 0..<min(columns.count, output.count) {
      let cell = words.tile(ensemble.hasClasses ? Double(output[index]) : share(output[index]))
      let x = body.x + columns.first + index * columns.pitch
      let isDot = cell.glyph == "·" || !words.inks.hasColor
      let width = isDot ? 1 : max(1, columns.pitch - 1)
      let start = x + (isDot && columns.pitch >= 4 ? 1 : 0)
      for column in 0..<width { canvas[start + column, y] = cell }
    }
    guard ensemble.hasClasses, !output.isEmpty else { return }
    let answer = Ensemble.answer(output)
    let runs =
      [Run("\(answer)", inks.strong)] + words.mark(answer)
      + [Run(" " + Numerals.factor(Double(output[answer])), inks.label)]
    canvas.write(runs, x: body.x + columns.says, y: y, limit: body.maxX - body.x - columns.says)
  }

  /// A value over the largest that any mask gives.
  private func share(_ value: Float) -> Double {
    let most = ensemble.spreads.map(\.high).max() ?? 0
    return most > 0 ? abs(Double(value)) / most : 0
  }
}

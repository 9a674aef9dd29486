import DropoutEngine

/// The questions, the answer to the selected one or to all, and the formula.
struct WhyQuestionsPanel {
  let scene: Scene
  let selected: WhyQuestion
  let answersAll: Bool

  private var inks: Inks { scene.inks }

  private struct Line {
    var runs: [Run]
    var question: WhyQuestion?
    var isTitle = false
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    canvas.box(
      rect, inks.border, left: [Run("five questions, and one", inks.strong)],
      right: [[Run("j k", inks.hotkey)]])
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty else { return }
    guard let facts = WhyFacts(scene) else {
      canvas.write(scene.absence, inks.label, x: body.x, y: body.y, limit: body.width)
      return
    }
    for (row, line) in window(lines(facts, body.width), body.height, facts).enumerated() {
      let y = body.y + row
      canvas.write(line.runs, x: body.x, y: y, limit: body.width)
      if line.question == selected, line.isTitle { mark(rect, y, &canvas) }
    }
  }

  private func lines(_ facts: WhyFacts, _ width: Int) -> [Line] {
    let answers = WhyAnswers(facts: facts)
    return WhyQuestion.allCases.flatMap { question -> [Line] in
      let isOpen = question == selected || answersAll
      let title = Run(answers.title(question), question == selected ? inks.strong : inks.text)
      let head = Line(
        runs: [Run("\(question.rawValue) ", inks.accent), title], question: question, isTitle: true)
      guard isOpen else { return [head] }
      var text = answers.lines(question, width: max(8, width - 2)).map {
        [Run("  " + $0, inks.text)]
      }
      if question == .whose { text += dialects(answers, width) }
      let air = answersAll && question != .whose ? [Line(runs: [])] : []
      return [head] + text.map { Line(runs: $0, question: question) } + air
    }
  }

  private func dialects(_ answers: WhyAnswers, _ width: Int) -> [[Run]] {
    // The code is never cut: the column of names goes first.
    let code = answers.dialects.map(\.text.count).max() ?? 0
    let column = "  drop ".count + 12 + code > width ? 0 : 12
    return answers.dialects.map { isDrop, who, text in
      let space = String(repeating: " ", count: max(1, column - who.count))
      return [
        Run(isDrop ? "  drop " : "  keep ", isDrop ? inks.label : inks.kept),
        Run(who + space, inks.text), Run(text, inks.measured),
      ]
    }
  }

  /// What fits: all with the formula, all without it, else what begins with the selected question.
  private func window(_ lines: [Line], _ height: Int, _ facts: WhyFacts) -> [Line] {
    let formula = WhyFormula(facts: facts, inks: inks).lines.map { Line(runs: $0) }
    if lines.count + 1 + formula.count <= height { return lines + [Line(runs: [])] + formula }
    if lines.count <= height { return lines }
    let block = lines.filter { $0.question == selected }
    if block.count + 1 + formula.count <= height { return block + [Line(runs: [])] + formula }
    let first = lines.firstIndex { $0.question == selected } ?? 0
    let start = min(first, max(0, lines.count - height))
    return Array(lines[start...].prefix(height))
  }

  /// The selected question's ground; without colour it has marks at both sides.
  private func mark(_ rect: Rect, _ y: Int, _ canvas: inout Canvas) {
    if inks.hasColor {
      let ground = scene.theme.panel.mixed(with: scene.theme.selection, 0.35)
      for x in rect.x + 1..<rect.maxX - 1 { canvas[x, y].style.background = ground }
    } else {
      canvas[rect.x + 1, y] = Cell("‹", Style(bold: true))
      canvas[rect.maxX - 2, y] = Cell("›", Style(bold: true))
    }
  }
}

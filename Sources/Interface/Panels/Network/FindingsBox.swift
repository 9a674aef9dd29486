import DropoutEngine

/// The findings beside the network: what, where, since when.
struct FindingsBox {
  let scene: Scene

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    canvas.box(
      rect, inks.border, left: [Run("findings", inks.strong)], right: [[Run("n N", inks.hotkey)]])
    let body = rect.inset(dx: 2, dy: 1)
    let room = body.height - 1
    let findings = scene.state.findings
    let each = max(1, room / max(1, findings.count))
    for (index, finding) in findings.prefix(max(0, room / each)).enumerated() {
      let lines = self.lines(of: finding, width: body.width).prefix(each)
      for (row, line) in lines.enumerated() {
        canvas.write(line, x: body.x, y: body.y + each * index + row, limit: body.width)
      }
    }
    guard body.height > 1 else { return }
    canvas.write(
      [Run("7", inks.hotkey), Run(" what to do", inks.label)], x: body.x, y: body.maxY - 1,
      limit: body.width)
  }

  /// What was found, since when, and what it is, as far as lines go.
  private func lines(of finding: Finding, width: Int) -> [[Run]] {
    let inks = scene.inks
    let site = finding.sites.first.map { " " + $0 } ?? ""
    let head = [
      Run("\(inks.warning) \(finding.rule)", inks.alarm),
      Run(StatusLine.cutFront(site, max(0, width - 5)), inks.text),
    ]
    let since = finding.from.map { [[Run("since call \($0)", inks.label)]] } ?? []
    return [head] + since + Prose.lines(finding.what, width: width).map { [Run($0, inks.text)] }
  }
}

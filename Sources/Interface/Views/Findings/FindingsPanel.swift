import DropoutEngine

/// The list in its box, the selected finding on a ground of its own.
struct FindingsPanel {
  let scene: Scene
  let list: FindingsList
  let selected: Int?

  private var inks: Inks { scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let isAlarmed = !scene.state.findings.isEmpty
    let keys = list.items.isEmpty ? [] : [[Run("a", inks.hotkey), Run(" accept", inks.label)]]
    canvas.box(rect, inks.border, left: title(isAlarmed, rect.width), right: keys)
    let body = rect.inset(dx: 2, dy: 1)
    guard !body.isEmpty else { return }
    let memory = scene.state.memory[FindingsState.self]
    let item = selected.map(list.range) ?? 0..<0
    let window = memory.window(item, of: list.lines.count, height: body.height)
    for (row, index) in window.enumerated() {
      let line = list.lines[index]
      line.draw(x: body.x, y: body.y + row, width: body.width, into: &canvas)
      if let selected, line.item == selected { mark(rect, body.y + row, &canvas) }
      if let item = line.item {
        canvas.touch(
          Rect(x: rect.x + 1, y: body.y + row, width: rect.width - 2, height: 1),
          item == selected ? .key(.enter) : .own("item", item))
      }
    }
    canvas.wheel(rect, up: .own("scroll", -3), down: .own("scroll", 3))
    drawScroll(window, rect, &canvas)
  }

  private func title(_ isAlarmed: Bool, _ width: Int) -> [Run] {
    guard isAlarmed else { return [Run("findings", inks.strong)] }
    let count = scene.state.findings.count
    let looked = scene.state.conclusion.map { FindingText.looked($0.verdict.looked) }?.first
    let parts = [
      Part(0, [Run(VerdictChip.words(count), inks.strong)]),
      Part(1, [Run("worst first", inks.label)]),
      Part(2, [Run(looked ?? "", inks.label)]),
    ].fitting(max(0, width - 18), gap: 2)
    return Array(parts.map(\.runs).joined(separator: [Run("  ", inks.label)]))
  }

  /// The selected one's ground; without colour it has marks at both sides.
  private func mark(_ rect: Rect, _ y: Int, _ canvas: inout Canvas) {
    if inks.hasColor {
      let ground = scene.theme.panel.mixed(with: scene.theme.selection, 0.35)
      for x in rect.x + 1..<rect.maxX - 1 { canvas[x, y].style.background = ground }
    } else {
      canvas[rect.x + 1, y] = Cell("‹", Style(bold: true))
      canvas[rect.maxX - 2, y] = Cell("›", Style(bold: true))
    }
  }

  /// Counts of lines out of sight in the lower border, and where the window is in the right one.
  private func drawScroll(_ window: Range<Int>, _ rect: Rect, _ canvas: inout Canvas) {
    let count = list.lines.count
    guard window.count < count, !window.isEmpty else { return }
    let y = rect.maxY - 1
    if window.lowerBound > 0 {
      canvas.write(" ↑ \(window.lowerBound) above ", inks.text, x: rect.x + 2, y: y)
    }
    if window.upperBound < count {
      let text = " \(count - window.upperBound) below ↓ "
      canvas.write(text, inks.text, x: rect.maxX - 2 - text.unicodeScalars.count, y: y)
    }
    let track = rect.height - 2
    let length = max(1, track * window.count / count)
    let start = (track - length) * window.lowerBound / max(1, count - window.count)
    for row in 0..<length {
      canvas[rect.maxX - 1, rect.y + 1 + start + row] = Cell("┃", inks.label)
    }
  }
}

/// The selected finding, told in full.
struct FindingPanel {
  let item: FindingsList.Item
  let scene: Scene

  private var inks: Inks { scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let finding = item.finding
    let isFinding = item.kind == .finding
    let border =
      isFinding && inks.hasColor ? inks.ink(inks.step(inks.theme.alarm, 0.55)) : inks.border
    let mark = isFinding ? Run("\(inks.warning) ", inks.alarm) : Run("· ", inks.label)
    let sites = FindingText(finding: finding).sites
    canvas.box(
      rect, border,
      left: [
        mark, Run("\(finding.rule)  ", isFinding ? inks.alarm : inks.text),
        Run(StatusLine.cut(finding.title ?? finding.name, 40), inks.strong),
      ],
      right: [[Run(StatusLine.cut(sites, max(8, rect.width / 2)), inks.label)]])
    let body = rect.inset(dx: 2, dy: 1)
    let evidence = FindingEvidence(scene: scene, finding: finding)
    func rows(beside lines: [FindingLine]) -> Int {
      evidence.rows(width: body.width, room: body.height - 3 - lines.count)
    }
    let detail = FindingDetail(finding: finding, inks: inks, views: views)
    var lines = detail.lines(width: body.width)
    // The picture is worth the air between the words.
    if rows(beside: lines) == 0 {
      let dense = detail.lines(width: body.width, isDense: true)
      if rows(beside: dense) > 0 { lines = dense }
    }
    let rows = rows(beside: lines)
    if rows > 0 { evidence.draw(in: body.top(rows), into: &canvas) }
    let text = body.below(rows > 0 ? rows + 1 : 0)
    for (row, line) in lines.prefix(max(0, text.height - 2)).enumerated() {
      line.draw(x: text.x, y: text.y + row, width: text.width, into: &canvas)
    }
    canvas.write(footer, x: body.x, y: body.maxY - 1, limit: body.width)
  }

  private var views: [(digit: Int, name: String)] {
    Views.all.filter { Views.refusal(of: $0, offers: scene.arrival.offers) == nil }.map {
      (digit: $0.digit, name: $0.name)
    }
  }

  private var footer: [Run] {
    let first = item.finding.from.map { "its first call, \(Numerals.grouped($0))" } ?? "its mask"
    let accept =
      item.kind == .accepted ? [] : [Run("   a", inks.hotkey), Run(" accept", inks.label)]
    return [Run("enter", inks.hotkey), Run(" \(first)", inks.label)] + accept
  }
}

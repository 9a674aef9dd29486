/// All keys and what they do, over a greyed picture; made from the one table of keys.
struct HelpOverlay {
  let inks: Inks

  /// What someone needs to know who sees dropout for the first time.
  private static let introduction = [
    "before: what the layer puts out.  masked: a random share p of it set to zero.",
    "after: the rest times 1/(1−p), so that the mean is again what it was.",
  ]

  func draw(in body: Rect, into canvas: inout Canvas) {
    grey(body, &canvas)
    let room = body.inset(dx: 2, dy: 1)
    let introduction = HelpOverlay.introduction.flatMap { wrapped($0, room.width) }
    let entries = entries(KeyMap.bindings, spaced: true)
    let entryHeight = room.height - introduction.count - 1
    let columns = columnCount(entries.count, height: entryHeight, width: room.width)
    let perColumn = min(max(1, entryHeight), (entries.count + columns - 1) / columns)
    let width = min(room.width, max(78, columns * 40))
    let height = min(room.height, introduction.count + 1 + perColumn)
    let inner = Rect(
      x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width: width,
      height: height)
    let box = inner.inset(dx: -2, dy: -1)
    canvas.fill(box, with: Cell(" ", inks.ground))
    canvas.box(
      box, inks.hasColor ? inks.accent : Style(bold: true), left: [Run("help", inks.strong)],
      right: [Run("?", inks.hotkey), Run(" closes", inks.label)])
    for (row, line) in introduction.enumerated() {
      canvas.write(line, inks.text, x: inner.x, y: inner.y + row, limit: inner.width)
    }
    let area = inner.below(introduction.count + 1)
    drawEntries(entries, in: area, columns: columns, perColumn: perColumn, &canvas)
  }

  private func drawEntries(
    _ entries: [Entry], in area: Rect, columns: Int, perColumn: Int, _ canvas: inout Canvas
  ) {
    let pitch = (area.width + 2) / max(1, columns)
    let labels = min(max(pitch / 3, 6), 16)
    for (index, entry) in entries.enumerated() {
      let (column, row) = (index / perColumn, index % perColumn)
      guard column < columns, row < area.height else { break }
      let (x, y) = (area.x + column * pitch, area.y + row)
      switch entry {
      case .heading(let text):
        canvas.write(text, inks.strong, x: x, y: y, limit: pitch - 2)
      case .key(let label, let summary):
        canvas.write(label, inks.hotkey, x: x, y: y, limit: labels - 1)
        canvas.write(summary, inks.text, x: x + labels, y: y, limit: pitch - 2 - labels)
      case .gap: break
      }
    }
  }

  private enum Entry {
    case heading(String)
    case key(label: String, summary: String)
    case gap
  }

  private func entries(_ bindings: [KeyBinding], spaced: Bool) -> [Entry] {
    var entries: [Entry] = []
    for group in KeyBinding.Group.allCases {
      let members = bindings.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      if !entries.isEmpty { entries.append(.gap) }
      entries.append(.heading(group.rawValue))
      entries += members.map { .key(label: $0.label, summary: $0.summary) }
    }
    return entries
  }

  /// As few columns as hold everything; where none do, as many as can be read.
  private func columnCount(_ entries: Int, height: Int, width: Int) -> Int {
    let most = max(1, width / 30)
    return (1...most).first { $0 * max(1, height) >= entries } ?? most
  }

  /// Breaks a sentence at spaces into lines of at most `width`.
  private func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }

  /// Takes the picture back, so that the box above it stands out.
  private func grey(_ rect: Rect, _ canvas: inout Canvas) {
    var known: [Style: Style] = [:]
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX {
        let style = canvas[x, y].style
        let greyed = known[style] ?? faded(style)
        known[style] = greyed
        canvas[x, y].style = greyed
      }
    }
  }

  private func faded(_ style: Style) -> Style {
    guard inks.hasColor else { return Style(dim: true) }
    let ground = inks.theme.ground
    func grey(_ color: Color) -> Color {
      let level = UInt8((Int(color.red) + Int(color.green) + Int(color.blue)) / 3)
      return ground.mixed(with: Color(red: level, green: level, blue: level), 0.4)
    }
    return Style(
      foreground: style.foreground.map(grey), background: style.background.map(grey))
  }
}

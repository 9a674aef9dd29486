/// All keys and what they do, over a greyed picture; made from the table of keys.
struct HelpOverlay {
  let inks: Inks
  let bindings: [KeyBinding]

  /// What someone needs to know who sees dropout for the first time.
  private static let introduction = [
    "before: what a layer puts out.  masked: a random share p of it set to 0.",
    "after: the rest times 1/(1−p), so that the mean is what it was before.",
  ]

  func draw(in body: Rect, into canvas: inout Canvas) {
    grey(body, &canvas)
    let room = body.inset(dx: 2, dy: 1)
    // On a small screen the keys alone: they are what someone looks up.
    let isSmall = room.height < 14
    let introduction =
      isSmall ? [] : HelpOverlay.introduction.flatMap { wrapped($0, room.width) } + [""]
    let entryHeight = room.height - introduction.count
    let (entries, columns) = arranged(in: entryHeight, width: room.width)
    let perColumn = min(max(1, entryHeight), (entries.count + columns - 1) / columns)
    let width = min(room.width, max(76, columns * 40))
    let height = min(room.height, introduction.count + perColumn)
    let inner = Rect(
      x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width: width,
      height: height)
    let box = inner.inset(dx: -2, dy: -1)
    canvas.fill(box, with: Cell(" ", inks.ground))
    canvas.box(
      box, inks.hasColor ? inks.accent : Style(bold: true), left: [Run("help", inks.strong)],
      right: [[Run("?", inks.hotkey), Run(" closes", inks.label)]])
    for (row, line) in introduction.enumerated() {
      canvas.write(line, inks.text, x: inner.x, y: inner.y + row, limit: inner.width)
    }
    let area = inner.below(introduction.count)
    drawEntries(entries, in: area, columns: columns, perColumn: perColumn, &canvas)
  }

  private func drawEntries(
    _ entries: [Entry], in area: Rect, columns: Int, perColumn: Int, _ canvas: inout Canvas
  ) {
    // At 80 columns every cell counts: the summaries fit with gaps of one.
    let gap = area.width < 78 ? 1 : 2
    let pitch = (area.width + gap) / max(1, columns)
    let longest = bindings.map(\.label.unicodeScalars.count).max() ?? 0
    let labels = min(max(pitch / 3, 6), longest + gap)
    for (index, entry) in entries.enumerated() {
      let (column, row) = (index / perColumn, index % perColumn)
      guard column < columns, row < area.height else { break }
      let (x, y) = (area.x + column * pitch, area.y + row)
      let room = column == columns - 1 ? area.maxX - x : pitch - gap
      switch entry {
      case .heading(let text):
        canvas.write(text, inks.strong, x: x, y: y, limit: room)
      case .key(let label, let summary):
        canvas.write(label, inks.hotkey, x: x, y: y, limit: labels - 1)
        canvas.write(summary, inks.text, x: x + labels, y: y, limit: room - labels)
      case .more(let count):
        let text = "and \(count) more on a larger screen"
        canvas.write(text, inks.label, x: x, y: y, limit: room)
      case .gap: break
      }
    }
  }

  private enum Entry {
    case heading(String)
    case key(label: String, summary: String)
    case gap
    /// How many are left out.
    case more(Int)
  }

  /// The loosest arrangement that shows everything, in as few columns as hold it.
  private func arranged(in height: Int, width: Int) -> ([Entry], columns: Int) {
    let most = max(1, width / 36)
    for (headings, gaps) in [(true, true), (true, false), (false, false)] {
      let entries = entries(bindings, headings: headings, gaps: gaps)
      if let columns = (1...most).first(where: { $0 * max(1, height) >= entries.count }) {
        return (entries, columns)
      }
    }
    let all = entries(bindings, headings: false, gaps: false)
    let shown = max(1, most * height - 1)
    return (all.prefix(shown) + [.more(all.count - shown)], most)
  }

  private func entries(_ bindings: [KeyBinding], headings: Bool, gaps: Bool) -> [Entry] {
    var entries: [Entry] = []
    for group in KeyBinding.Group.allCases {
      let members = bindings.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      if gaps, !entries.isEmpty { entries.append(.gap) }
      if headings { entries.append(.heading(group.rawValue)) }
      entries += members.map { .key(label: $0.label, summary: $0.summary) }
    }
    return entries
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
      if color == ground { return ground }
      let level = UInt8((Int(color.red) + Int(color.green) + Int(color.blue)) / 3)
      return ground.mixed(with: Color(red: level, green: level, blue: level), 0.4)
    }
    return Style(
      foreground: style.foreground.map(grey), background: style.background.map(grey))
  }
}

import DropoutEngine

/// What the picture shows, what its words mean, and all keys that work, over a greyed picture; it
/// scrolls where it does not fit.
struct HelpOverlay {
  let state: ScreenState
  let inks: Inks
  /// The keys that work here.
  let bindings: [KeyBinding]
  /// The number of the view that is explained.
  let view: Int
  /// The views there are.
  let views: [(digit: Int, name: String)]
  /// What can be typed after `:`.
  var commands: [(usage: String, summary: String)] = []

  /// How far a key scrolls.
  enum Step: Equatable {
    case lines(Int), pages(Int), first, last
  }

  /// What a key does while help is open; nil for those that do what they always do.
  static func step(_ key: Key) -> Step? {
    switch key {
    case .character("j"), .down: .lines(1)
    case .character("k"), .up: .lines(-1)
    case .pageDown: .pages(1)
    case .pageUp: .pages(-1)
    case .character("g"), .home: .first
    case .character("G"), .end: .last
    default: nil
    }
  }

  /// The line at the top once that was done.
  func top(after step: Step) -> Int {
    let size = state.size
    let page = Page(self, in: Rect(x: 0, y: 1, width: size.width, height: size.height - 2))
    switch step {
    case .lines(let count): return page.clamped(page.top + count)
    case .pages(let count): return page.clamped(page.top + count * max(1, page.height - 1))
    case .first: return 0
    case .last: return page.clamped(.max)
    }
  }

  func draw(in body: Rect, into canvas: inout Canvas) {
    grey(body, &canvas)
    let page = Page(self, in: body)
    let box = page.inner.inset(dx: -2, dy: -1)
    canvas.fill(box, with: Cell(" ", inks.ground))
    canvas.box(
      box, inks.hasColor ? inks.accent : Style(bold: true), left: [Run("help", inks.strong)],
      right: [[Run("?", inks.hotkey), Run(" closes", inks.label)]])
    for (column, lines) in page.columns.enumerated() {
      let x = page.inner.x + column * (page.columnWidth + Page.gap)
      for (row, line) in lines.dropFirst(page.top).prefix(page.height).enumerated() {
        canvas.write(line, x: x, y: page.inner.y + row, limit: page.columnWidth)
      }
    }
    drawPlace(page, box, &canvas)
    canvas.touch(body, .command(.toggleHelp))
    canvas.wheel(body, up: .helpLines(-3), down: .helpLines(3))
  }

  /// Which lines are seen, and what shows the others.
  private func drawPlace(_ page: Page, _ box: Rect, _ canvas: inout Canvas) {
    guard page.count > page.height else { return }
    let last = min(page.count, page.top + page.height)
    let seen = [
      Run(" \(page.top + 1)…\(last)", inks.strong), Run(" of \(page.count) lines ", inks.label),
    ]
    let keys = [Run(" j k pgdn", inks.hotkey), Run(" scroll ", inks.label)]
    canvas.write(seen, x: box.x + 2, y: box.maxY - 1)
    guard seen.width + keys.width + 6 <= box.width else { return }
    canvas.write(keys, x: box.maxX - 2 - keys.width, y: box.maxY - 1)
  }

  /// Takes the picture back, so that the box above it stands out.
  private func grey(_ rect: Rect, _ canvas: inout Canvas) {
    var known: [Style: Style] = [:]
    var last: (style: Style, greyed: Style)?
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX {
        let style = canvas[x, y].style
        // Neighbours are mostly of one style.
        let greyed = last?.style == style ? last?.greyed ?? style : known[style] ?? faded(style)
        if last?.style != style { known[style] = greyed }
        last = (style, greyed)
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

extension HelpOverlay {
  /// How its lines stand in a body: side by side where there is room, and from which line on.
  struct Page {
    /// Cells between columns.
    static let gap = 4
    /// A sentence is read best in lines no longer than this.
    private static let widest = 62

    let columns: [[[Run]]]
    let columnWidth: Int
    /// Within the box.
    let inner: Rect
    let top: Int
    /// Lines of the longest column.
    let count: Int

    var height: Int { inner.height }

    init(_ help: HelpOverlay, in body: Rect) {
      let room = body.inset(dx: 3, dy: 1)
      let most = room.width >= 150 ? 3 : room.width >= 104 ? 2 : 1
      let share = (room.width - Page.gap * (most - 1)) / most
      columnWidth = max(1, min(most == 1 ? 76 : Page.widest, share))
      columns = help.columns(most, width: columnWidth)
      count = columns.map(\.count).max() ?? 0
      let width = min(room.width, columnWidth * most + Page.gap * (most - 1))
      let height = max(0, min(room.height, count))
      inner = Rect(
        x: body.x + (body.width - width) / 2, y: body.y + (body.height - height) / 2, width: width,
        height: height)
      top = max(0, min(help.state.helpTop, count - height))
    }

    func clamped(_ top: Int) -> Int { max(0, min(top, count - height)) }
  }

  /// Picture, words, commands and keys, in so many columns.
  func columns(_ count: Int, width: Int) -> [[[Run]]] {
    let picture = self.picture(width).lines
    let (words, keys) = (self.words(width).lines, self.keys(width).lines)
    let typed = commands.isEmpty ? [] : [[]] + self.typed(width).lines
    switch count {
    case 3: return [picture, words + typed, keys]
    case 2: return [picture + [[]] + words, keys + typed]
    // Who scrolls reads the words first: they say what the picture is of.
    default: return [words + [[]] + picture + [[]] + keys + typed]
    }
  }

  private func picture(_ width: Int) -> HelpLines {
    var lines = HelpLines(width: width)
    lines.heading("The picture", inks.strong)
    for (sample, meaning) in HelpLegend(inks: inks, view: view).entries {
      lines.entry(sample, HelpLegend.room, meaning, inks.text)
    }
    return lines
  }

  private func words(_ width: Int) -> HelpLines {
    var lines = HelpLines(width: width)
    lines.heading("The words", inks.strong)
    for (word, isNow, meaning) in HelpWords(state).entries {
      let lead = [Run(word, isNow ? inks.hotkey : inks.strong)]
      lines.entry(lead, HelpWords.room, isNow ? "\(meaning) (now)" : meaning, inks.text)
    }
    return lines
  }

  private func keys(_ width: Int) -> HelpLines {
    var lines = HelpLines(width: width)
    let longest = bindings.map(\.label.unicodeScalars.count).max() ?? 0
    for group in KeyBinding.Group.allCases {
      let members = bindings.filter { $0.group == group }
      guard !members.isEmpty else { continue }
      lines.heading(group.rawValue, inks.strong)
      for key in members {
        lines.entry([Run(key.label, inks.hotkey)], longest + 2, key.summary, inks.text)
      }
      if group == .screen {
        let names = views.map { "\($0.digit) \($0.name)" }.joined(separator: ", ")
        let digits = views.map { "\($0.digit)" }.joined(separator: " ")
        lines.entry([Run(digits, inks.hotkey)], longest + 2, "the views \(names)", inks.text)
      }
    }
    lines.gap()
    lines.heading("Faulty sessions: dropscope --scenario NAME", inks.strong)
    for scenario in Scenario.allCases {
      lines.entry([Run(scenario.rawValue, inks.hotkey)], 20, scenario.summary, inks.text)
    }
    lines.entry([Run("dropscope --tour", inks.hotkey)], 20, "three minutes, seven keys", inks.text)
    return lines
  }

  private func typed(_ width: Int) -> HelpLines {
    var lines = HelpLines(width: width)
    lines.heading("Commands, typed after :", inks.strong)
    let longest = commands.map(\.usage.unicodeScalars.count).max() ?? 0
    for command in commands {
      lines.entry([Run(command.usage, inks.hotkey)], longest + 2, command.summary, inks.text)
    }
    return lines
  }
}

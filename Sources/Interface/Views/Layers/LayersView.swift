import DropoutEngine

/// The second view: every site of a network in one table, so that the odd one is seen.
struct LayersView: View {
  let name = "layers"
  let digit = 2
  let needs: Needs = []

  let keys = [
    KeyRow(
      .view, "j k", "next, previous site; also arrows", footer: "site",
      ([.character("j"), .down], Own.down.command), ([.character("k"), .up], Own.up.command)),
    KeyRow(
      .view, "enter", "its mask; esc comes back", footer: "its mask", ([.enter], Own.open.command)),
    KeyRow(
      .view, "s", "sort: as they run, by name, by σ", footer: "sort",
      ([.character("s")], Own.sort.command)),
    KeyRow(
      .view, "a", "only odd sites, or all", footer: "only odd",
      ([.character("a")], Own.odd.command)),
    KeyRow(
      .view, "/", "sites by part of a name; esc: all", footer: "filter",
      ([.character("/")], Own.filter.command)),
    KeyRow(
      .view, "pgup pgdn", "a page of sites up, down",
      ([.pageUp], Own.pageUp.command), ([.pageDown], Own.pageDown.command)),
  ]

  private enum Own: String {
    case up, down, pageUp, pageDown, open, sort, odd, filter
    /// What keys do while the filter is typed, and esc where there is one.
    case erase, keep, clear

    /// Before a letter of the filter.
    static let letter = "letter "

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func panels(_ state: ScreenState) -> [Rect] {
    layout(state, state.arrival.map { LayerTable($0, findings: state.findings) }).all
  }

  private func layout(_ state: ScreenState, _ table: LayerTable?) -> LayersLayout {
    let rows = table?.rows ?? []
    return LayersLayout(
      state.size, table: LayersColumns.wanted(rows), map: LayersMap(rows)?.size,
      side: state.extent(LayersLayout.panel), time: state.extent(ScreenFrame.panel))
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let table = LayerTable(scene.arrival, findings: scene.state.findings)
    let memory = scene.state.memory[LayersState.self]
    let layout = layout(scene.state, table)
    if let rect = layout.table {
      LayersPanel(scene: scene, table: table, rows: memory.arranged(table), memory: memory).draw(
        in: rect, into: &canvas)
    }
    if let divider = layout.divider {
      canvas.touch(
        Rect(x: divider.edge - layout.side, y: layout.top, width: 1, height: layout.rows),
        .divider(divider))
    }
    if let rect = layout.map { LayersMap(table.rows)?.draw(scene, in: rect, into: &canvas) }
    if let rect = layout.masks {
      LayersMasks(scene: scene, rows: table.rows).draw(in: rect, into: &canvas)
    }
  }

  func caption(_ scene: Scene) -> [[Run]] {
    if let finding = scene.state.findings.first(where: { !$0.sites.isEmpty }) {
      return FindingCaption(finding: finding, inks: scene.inks).choices
    }
    let table = LayerTable(scene.arrival, findings: scene.state.findings)
    return LayersCaption(table: table, inks: scene.inks, hasChangedRates: scene.hasChangedRates)
      .choices
  }

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    guard let arrival = state.arrival else { return [] }
    let table = LayerTable(arrival, findings: state.findings)
    if command.hasPrefix(Own.letter) {
      let letter = String(command.dropFirst(Own.letter.count))
      filter(state.memory[LayersState.self].filter + letter, table, &state)
    }
    guard let own = Own(rawValue: command) else { return [] }
    switch own {
    case .down: move(1, table, &state)
    case .up: move(-1, table, &state)
    case .pageDown: move(page(state, table), table, &state)
    case .pageUp: move(-page(state, table), table, &state)
    case .open: open(table, &state)
    case .sort:
      state.memory[LayersState.self].order = state.memory[LayersState.self].order.next
      scroll(table, &state)
    case .odd:
      state.memory[LayersState.self].showsOnlyOdd.toggle()
      scroll(table, &state)
    case .filter: state.memory[LayersState.self].isTyping = true
    case .erase: filter(String(state.memory[LayersState.self].filter.dropLast()), table, &state)
    case .keep: state.memory[LayersState.self].isTyping = false
    case .clear:
      state.memory[LayersState.self].isTyping = false
      filter("", table, &state)
    }
    return []
  }

  /// Letters go to the filter while it is typed; other keys do what they always do.
  func captured(_ key: Key, _ state: ScreenState) -> String? {
    let memory = state.memory[LayersState.self]
    switch key {
    case .escape where memory.isTyping || !memory.filter.isEmpty: return Own.clear.rawValue
    case .character(let letter) where memory.isTyping:
      let isSafe = letter.unicodeScalars.allSatisfy(Glyphs.isSafe) && memory.filter.count < 60
      return Own.letter + (isSafe ? String(letter) : "")
    case .backspace where memory.isTyping: return Own.erase.rawValue
    case .enter where memory.isTyping: return Own.keep.rawValue
    default: return nil
    }
  }

  /// Narrows the rows, and selects the first of them where the selected one is gone.
  private func filter(_ text: String, _ table: LayerTable, _ state: inout ScreenState) {
    state.memory[LayersState.self].filter = text
    let rows = state.memory[LayersState.self].arranged(table)
    if selected(rows, state) == nil, let first = rows.first {
      state.select(SiteRun(name: first.name))
    }
    scroll(table, &state)
  }

  private func selected(_ rows: [LayerRow], _ state: ScreenState) -> Int? {
    let name = state.selectedSite?.name ?? state.site?.name
    return rows.firstIndex { $0.name == name }
  }

  /// Selects another row and stops at the ends; where the selected one is not shown, the first.
  private func move(_ step: Int, _ table: LayerTable, _ state: inout ScreenState) {
    let rows = state.memory[LayersState.self].arranged(table)
    guard !rows.isEmpty else { return }
    let index = selected(rows, state).map { max(0, min(rows.count - 1, $0 + step)) } ?? 0
    state.select(SiteRun(name: rows[index].name))
    scroll(table, &state)
  }

  private func open(_ table: LayerTable, _ state: inout ScreenState) {
    let rows = state.memory[LayersState.self].arranged(table)
    guard let index = selected(rows, state) else { return }
    state.select(SiteRun(name: rows[index].name))
    state.view = MasksView().digit
    state.origin = digit
  }

  private func page(_ state: ScreenState, _ table: LayerTable) -> Int {
    max(1, layout(state, table).table.map(LayersPanel.height) ?? 1)
  }

  /// Keeps in mind where the window came to stand, so that it rests until it must move.
  private func scroll(_ table: LayerTable, _ state: inout ScreenState) {
    let memory = state.memory[LayersState.self]
    let rows = memory.arranged(table)
    let window = memory.window(
      selected: selected(rows, state), of: rows.count, height: page(state, table))
    state.memory[LayersState.self].top = window.lowerBound
  }

  /// The keys of the table first; those of the other views where no tabs name them.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    if state.memory[LayersState.self].isTyping {
      let typing = [(Own.open.command, "keep"), (KeyBinding.Command.back, "all sites")]
      return typing.flatMap { command, word in
        bindings.filter { $0.command == command }.map { binding in
          var binding = binding
          binding.footer = word
          return binding
        }
      }
    }
    let own = bindings.filter { $0.group == .view }
    let others = bindings.filter { $0.group != .view && $0.command != .selectSite(1) }
    return own + Views.wayBack(state) + others
  }
}

/// One sentence: which site is furthest from what its rate says, and what that means.
struct LayersCaption {
  let table: LayerTable
  let inks: Inks
  /// Whether the column has another p than some calls had.
  var hasChangedRates = false

  /// The fullest first.
  var choices: [[Run]] {
    let tested = table.rows.filter { $0.sigma != nil }
    guard let worst = tested.max(by: { abs($0.sigma ?? 0) < abs($1.sigma ?? 0) }),
      let sigma = worst.sigma
    else { return [[Run("No training draws are known of any site.", inks.label)]] }
    guard worst.isOff else {
      let count = tested.count == 1 ? "The one site tested" : "All \(tested.count) sites tested"
      let words = hasChangedRates ? "what p said in each call" : "what p says"
      let first = Run("\(count) kept \(words)", inks.text)
      let most = Run("; furthest off: \(worst.name), \(Numerals.sigma(sigma))", inks.label)
      return [[first, most, Run(".", inks.label)], [first, Run(".", inks.text)]]
    }
    let kept = worst.tally.share.map(LayersPanel.percent) ?? "–"
    let q = Numerals.percent(worst.tally.expected / max(1, worst.tally.drawn))
    let name = StatusLine.cut(worst.name, 40)
    let first = [
      Run("\(inks.warning) ", inks.alarm),
      Run(
        kept == "100%" ? "\(name) dropped nothing" : "\(name) kept \(kept) where p says \(q)",
        inks.alarm),
    ]
    let draws = Numerals.grouped(Int(exactly: worst.tally.drawn.rounded()) ?? .max)
    let evidence = Run(": \(Numerals.sigma(sigma)) over \(draws) draws", inks.text)
    let others = table.odd > 1 ? [Run(", and \(table.odd - 1) more", inks.text)] : []
    return [first + [evidence] + others, first + others, first]
  }
}

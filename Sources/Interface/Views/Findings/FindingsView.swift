import DropoutEngine

/// The seventh view: what is wrong, how surely, since when and what to do; what was looked at.
struct FindingsView: View {
  /// Its key, which the row of tabs knows.
  static let key = 7

  let name = "findings"
  let digit = FindingsView.key
  let needs: Needs = []

  let keys = [
    KeyRow(
      .view, "j k", "next, previous finding; arrows", footer: "finding",
      ([.character("j"), .down], Own.down.command), ([.character("k"), .up], Own.up.command)),
    KeyRow(
      .view, "enter", "its first call, and its mask", footer: "its first call",
      ([.enter], Own.open.command)),
    KeyRow(
      .view, "a", "accept it: it no longer counts", footer: "accept",
      ([.character("a")], Own.accept.command)),
    KeyRow(
      .view, "pgup pgdn", "a page up, down",
      ([.pageUp], Own.pageUp.command), ([.pageDown], Own.pageDown.command)),
  ]

  private enum Own: String {
    case up, down, pageUp, pageDown, open, accept

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func panels(_ state: ScreenState) -> [Rect] { layout(state).all }

  private func layout(_ state: ScreenState) -> FindingsLayout {
    FindingsLayout(
      state.size, hasItems: !FindingsList.items(state.conclusion).isEmpty,
      findings: state.findings.count, list: state.extent(FindingsLayout.panel),
      time: state.extent(ScreenFrame.panel))
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let state = scene.state
    let layout = layout(state)
    let items = FindingsList.items(state.conclusion)
    let selected = state.memory[FindingsState.self].selected(items)
    if let rect = layout.list {
      FindingsPanel(scene: scene, list: list(state, layout), selected: selected).draw(
        in: rect, into: &canvas)
    }
    if let divider = layout.divider, let list = layout.list {
      canvas.touch(
        Rect(x: list.maxX - 1, y: list.y, width: 2, height: list.height), .divider(divider))
    }
    if let rect = layout.detail, let selected {
      FindingPanel(item: items[selected], scene: scene).draw(in: rect, into: &canvas)
    }
    if let rect = layout.timelines {
      FindingTimelines(scene: scene, findings: state.findings).draw(in: rect, into: &canvas)
    }
  }

  /// A mask that comes again, as both calls have it.
  func question(_ state: ScreenState) -> (any Question)? {
    let items = FindingsList.items(state.conclusion)
    guard layout(state).detail != nil,
      let selected = state.memory[FindingsState.self].selected(items)
    else { return nil }
    return RepeatedMaskQuestion(items[selected].finding)
  }

  /// `finding ‹2› of 3`.
  func selection(_ scene: Scene) -> [Run]? {
    let items = FindingsList.items(scene.state.conclusion)
    guard let selected = scene.state.memory[FindingsState.self].selected(items) else { return [] }
    return [
      Run("finding ", scene.inks.label), Run("‹\(selected + 1)›", scene.inks.hotkey),
      Run(" of \(items.count)", scene.inks.label),
    ]
  }

  /// The first site of the selected finding.
  func lanes(_ scene: Scene) -> TimeLanes {
    let items = FindingsList.items(scene.state.conclusion)
    let selected = scene.state.memory[FindingsState.self].selected(items)
    return .site(selected.flatMap { items[$0].finding.sites.first } ?? scene.site?.name)
  }

  /// How the list was come to, and how one has it without a screen.
  func caption(_ scene: Scene) -> [[Run]] {
    let inks = scene.inks
    guard let through = scene.state.conclusion?.through else { return [] }
    let looked = Run("Looked at calls up to \(Numerals.grouped(through)).", inks.text)
    let check = [
      Run("  dropscope check", inks.strong),
      Run(" prints this list of a log and exits 1 where something is found.", inks.label),
    ]
    return [[looked] + check, [looked]]
  }

  // MARK: - Keys

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    guard let own = Own(rawValue: command) else { return [] }
    let layout = layout(state)
    let items = FindingsList.items(state.conclusion)
    let selected = state.memory[FindingsState.self].selected(items)
    let page = max(1, (layout.list.map(FindingsLayout.height) ?? 1) - 1)
    switch own {
    case .down: move(1, selected, items, &state)
    case .up: move(-1, selected, items, &state)
    case .pageDown: scroll(page, &state)
    case .pageUp: scroll(-page, &state)
    case .open: return selected.map { open(items[$0].finding, &state) } ?? []
    case .accept: return selected.map { accept(items[$0], &state, at: now) } ?? []
    }
    return []
  }

  func touched(
    _ name: String, _ index: Int, _ state: inout ScreenState, at now: Double
  ) -> [Request] {
    if name == "item" {
      state.memory[FindingsState.self].select(index, of: FindingsList.items(state.conclusion))
      state.memory[FindingsState.self].top = window(state).lines.lowerBound
    } else {
      scroll(index, &state)
    }
    return []
  }

  /// The selected finding.
  func copied(_ scene: Scene) -> CopiedText? {
    let items = FindingsList.items(scene.state.conclusion)
    let selected = scene.state.memory[FindingsState.self].selected(items)
    return selected.map { CopiedText(items[$0].finding) } ?? CopiedText(scene)
  }

  /// The list as it stands on a screen of that size.
  private func list(_ state: ScreenState, _ layout: FindingsLayout) -> FindingsList {
    let theme = state.themes[max(0, min(state.theme, state.themes.count - 1))]
    let items = FindingsList.items(state.conclusion)
    let selected = state.memory[FindingsState.self].selected(items)
    return FindingsList(
      state.conclusion, Inks(theme: theme, look: state.look),
      width: max(1, (layout.list?.width ?? 0) - 4),
      unfolded: layout.detail == nil ? selected : nil)
  }

  private func window(_ state: ScreenState) -> (lines: Range<Int>, count: Int) {
    let layout = layout(state)
    let list = list(state, layout)
    let memory = state.memory[FindingsState.self]
    let item = memory.selected(list.items).map(list.range) ?? 0..<0
    let height = layout.list.map(FindingsLayout.height) ?? 0
    return (memory.window(item, of: list.lines.count, height: height), list.lines.count)
  }

  /// To the next finding; past the last one, and where there is none, the list goes on by lines.
  private func move(
    _ step: Int, _ selected: Int?, _ items: [FindingsList.Item], _ state: inout ScreenState
  ) {
    guard let selected, items.indices.contains(selected + step) else {
      return scroll(step, &state)
    }
    state.memory[FindingsState.self].select(selected + step, of: items)
    state.memory[FindingsState.self].top = window(state).lines.lowerBound
  }

  private func scroll(_ lines: Int, _ state: inout ScreenState) {
    let now = window(state)
    let last = max(0, now.count - now.lines.count)
    state.memory[FindingsState.self].top = max(0, min(last, now.lines.lowerBound + lines))
    state.memory[FindingsState.self].rests = true
  }

  private func open(_ finding: Finding, _ state: inout ScreenState) -> [Request] {
    if let site = finding.sites.first { state.select(SiteRun(name: site)) }
    state.view = MasksView().digit
    state.origin = digit
    return finding.from.map { state.visit($0) } ?? []
  }

  /// Asks for a finding not to count any more, at each of its sites.
  private func accept(
    _ item: FindingsList.Item, _ state: inout ScreenState, at now: Double
  ) -> [Request] {
    let (finding, text) = (item.finding, FindingText(finding: item.finding))
    guard item.kind != .accepted else {
      state.show("\(finding.rule) at \(text.sites) is accepted already", at: now)
      return []
    }
    state.show("accepted \(finding.rule) at \(text.sites): it no longer counts", at: now)
    guard !finding.sites.isEmpty else { return [.accept(rule: finding.rule, site: nil)] }
    return finding.sites.map { .accept(rule: finding.rule, site: $0) }
  }

  /// The keys of the list first; those of the other views where no tabs name them.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    let hasItems = !FindingsList.items(state.conclusion).isEmpty
    let own = bindings.filter { $0.group == .view && (hasItems || $0.label == "j k") }.map { row in
      var row = row
      if !hasItems { row.footer = "scroll" }
      return row
    }
    let others = bindings.filter { $0.group != .view && $0.command != .selectSite(1) }
    return own + Views.wayBack(state) + others
  }
}

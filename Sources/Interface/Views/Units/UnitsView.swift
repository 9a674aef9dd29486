import DropoutEngine

/// The fifth view: whether every unit is kept as often as the rate says, and no element knows of
/// another; and one unit in full.
struct UnitsView: View {
  let name = "units"
  let digit = 5
  let needs: Needs = []

  let keys = [
    GridKey.row("select a unit; also arrows", footer: "unit"),
    KeyRow(
      .view, "enter", "the unit's whole history; esc back", footer: "history",
      ([.enter], Own.open.command)),
    KeyRow(
      .view, "s", "sort units by σ, or as they are", footer: "sort by σ",
      ([.character("s")], Own.sort.command)),
    KeyRow(
      .view, "x", "dead units, always zero before", footer: "dead units",
      ([.character("x")], Own.dead.command)),
    KeyRow(
      .view, "c", "counts of the call, or all calls", footer: "call or session",
      ([.character("c")], Own.scope.command)),
    KeyRow(
      .view, "pgup pgdn", "previous, next sample",
      ([.pageUp], .selectSample(-1)), ([.pageDown], .selectSample(1))),
  ]

  private enum Own: String {
    case open, close, sort, dead, scope

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func question(_ state: ScreenState) -> (any Question)? { Self.question(state) }

  static func question(_ state: ScreenState) -> UnitsQuestion? {
    (state.selectedSite?.name ?? state.site?.name).map { UnitsQuestion(site: $0) }
  }

  func panels(_ state: ScreenState) -> [Rect] { layout(state).all }

  private func layout(_ state: ScreenState) -> UnitsLayout {
    UnitsLayout(
      state.size, isWhole: state.memory[UnitsState.self].isWhole,
      time: state.extent(ScreenFrame.panel))
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let layout = layout(scene.state)
    let figures = UnitsFigures(scene)
    if let rect = layout.units { UnitsGrid(figures: figures).draw(in: rect, into: &canvas) }
    if let rect = layout.binomial { UnitsBinomial(figures: figures).draw(in: rect, into: &canvas) }
    if let rect = layout.lags { UnitsLags(figures: figures).draw(in: rect, into: &canvas) }
    if let rect = layout.changes { UnitsChanges(figures: figures).draw(in: rect, into: &canvas) }
    if let rect = layout.inspector {
      UnitInspector(figures: figures).draw(in: rect, into: &canvas)
    }
  }

  /// `unit ‹hidden1 51›`.
  func selection(_ scene: Scene) -> [Run]? {
    guard let site = scene.site else { return nil }
    let figures = UnitsFigures(scene)
    return [
      Run(figures.words.one + " ", scene.inks.label),
      Run("‹\(StatusLine.cutFront(site.title, 24)) \(figures.selected)›", scene.inks.hotkey),
    ]
  }

  func caption(_ scene: Scene) -> [[Run]] {
    UnitsCaption(figures: UnitsFigures(scene)).choices
  }

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    if let step = GridKey(rawValue: command)?.step { move(step.dx, step.dy, &state) }
    switch Own(rawValue: command) {
    case .open: state.memory[UnitsState.self].isWhole.toggle()
    case .close: state.memory[UnitsState.self].isWhole = false
    case .sort: state.memory[UnitsState.self].isSorted.toggle()
    case .dead: state.memory[UnitsState.self].showsDead.toggle()
    case .scope: state.memory[UnitsState.self].isOfCall.toggle()
    case nil: break
    }
    return []
  }

  /// A press selects a unit.
  func touched(
    _ name: String, _ index: Int, _ state: inout ScreenState, at now: Double
  ) -> [Request] {
    if index < state.unitCount { state.unit = index }
    return []
  }

  /// Moves over the grid as it stands, and stops at its edges.
  private func move(_ dx: Int, _ dy: Int, _ state: inout ScreenState) {
    guard let arrival = state.arrival else { return }
    let theme = state.themes[max(0, min(state.theme, state.themes.count - 1))]
    let figures = UnitsFigures(Scene(state, arrival, Inks(theme: theme, look: state.look)))
    let count = min(figures.order.count, state.unitCount)
    guard count > 0 else { return }
    guard state.unit != nil else {
      state.unit = min(figures.selected, count - 1)
      return
    }
    let columns = layout(state).units.map { UnitsGrid(figures: figures).columns(in: $0) } ?? 1
    let place = figures.order.firstIndex(of: figures.selected) ?? 0
    let x = min(max(place % columns + dx, 0), columns - 1)
    let moved = (place / columns + dy) * columns + x
    guard figures.order.indices.contains(moved), figures.order[moved] < state.unitCount else {
      return
    }
    state.unit = figures.order[moved]
  }

  /// While a unit is selected the arrows stay in the grid, and esc leaves its history first.
  func captured(_ key: Key, _ state: ScreenState) -> String? {
    switch key {
    case .left where state.unit != nil: return GridKey.left.rawValue
    case .right where state.unit != nil: return GridKey.right.rawValue
    case .escape where state.memory[UnitsState.self].isWhole && !state.helpIsOpen:
      return Own.close.rawValue
    default: return nil
    }
  }

  /// The keys of the units first; those of the other views where no tabs name them.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    let own = bindings.filter { $0.group == .view }
    let others = bindings.filter { $0.group != .view }
    return own + Views.wayBack(state) + others
  }
}

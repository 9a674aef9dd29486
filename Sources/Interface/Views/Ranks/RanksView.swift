import DropoutEngine

/// The ninth view: the same call on every rank, and whether ranks that should draw apart do.
struct RanksView: View {
  let name = "ranks"
  let digit = 9
  let needs: Needs = .otherRanks

  let keys = [
    GridKey.row("select a pair of ranks", footer: "pair"),
    KeyRow(
      .view, "enter", "that rank in view 1; esc: back", footer: "that rank",
      ([.enter], Own.open.command)),
    KeyRow(
      .view, "x", "masks, their difference, or both", footer: "difference",
      ([.character("x")], Own.strips.command)),
    KeyRow(
      .view, "a", "accept that ranks draw alike", footer: "accept",
      ([.character("a")], Own.accept.command)),
  ]

  private enum Own: String {
    case open, strips, accept

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func panels(_ state: ScreenState) -> [Rect] { layout(state).all }

  private func layout(_ state: ScreenState) -> RanksLayout {
    let rows = state.selectedSite?.maskShape.map { Plane($0).rows } ?? 8
    return RanksLayout(
      state.size, lanes: state.arrival?.ranks?.lanes.count ?? 0, mask: rows,
      time: state.extent(ScreenFrame.panel))
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let state = scene.state
    let layout = layout(state)
    guard let ranks = scene.arrival.ranks, ranks.lanes.count > 1 else {
      if let rect = layout.strips { drawNothing(scene, rect, &canvas) }
      return
    }
    let numbers = RankNumbers(ranks: ranks, site: scene.site)
    let summary = numbers.summary
    let memory = state.memory[RanksState.self]
    let pair = memory.pair(lanes: ranks.lanes.count, reference: ranks.reference)
    if let rect = layout.strips {
      RankStrips(scene: scene, numbers: numbers, pair: pair, strips: memory.strips).draw(
        in: rect, into: &canvas)
    }
    if let rect = layout.matrix {
      RankMatrix(scene: scene, numbers: numbers, summary: summary, pair: pair).draw(
        in: rect, into: &canvas)
    }
    if let rect = layout.verdict {
      RankVerdict(scene: scene, numbers: numbers, summary: summary).draw(in: rect, into: &canvas)
    }
  }

  func caption(_ scene: Scene) -> [[Run]] {
    guard let ranks = scene.arrival.ranks, ranks.lanes.count > 1 else { return [] }
    let numbers = RankNumbers(ranks: ranks, site: scene.site)
    return RanksCaption(scene: scene, numbers: numbers, summary: numbers.summary).choices
  }

  private func drawNothing(_ scene: Scene, _ rect: Rect, _ canvas: inout Canvas) {
    let words = "the session has one rank"
    canvas.box(rect, scene.inks.border, left: [Run("ranks", scene.inks.strong)])
    canvas.write(
      words, scene.inks.label, x: rect.x + max(2, (rect.width - words.count) / 2),
      y: rect.y + rect.height / 2, limit: max(0, rect.width - 4))
  }

  // MARK: - Keys

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    guard let ranks = state.arrival?.ranks, ranks.lanes.count > 1 else { return [] }
    if let step = GridKey(rawValue: command)?.step { move(step.dy, step.dx, ranks, &state) }
    switch Own(rawValue: command) {
    case nil: break
    case .strips:
      let hasRoom = state.size.width - 2 >= RankStrips.bothWidth
      let strips = state.memory[RanksState.self].strips
      state.memory[RanksState.self].strips = strips.next(hasRoom: hasRoom)
    case .open: return open(ranks, &state, at: now)
    case .accept: return accept(&state, at: now)
    }
    return []
  }

  func touched(
    _ name: String, _ index: Int, _ state: inout ScreenState, at now: Double
  ) -> [Request] {
    guard let lanes = state.arrival?.ranks?.lanes.count, lanes > 1 else { return [] }
    state.memory[RanksState.self].select(row: index / lanes, column: index % lanes)
    return []
  }

  private func move(
    _ down: Int, _ across: Int, _ ranks: RankCalls, _ state: inout ScreenState
  ) {
    state.memory[RanksState.self].move(
      down: down, across: across, lanes: ranks.lanes.count, reference: ranks.reference)
  }

  /// The other rank of the pair in the first view.
  private func open(
    _ ranks: RankCalls, _ state: inout ScreenState, at now: Double
  ) -> [Request] {
    let pair = state.memory[RanksState.self].pair(
      lanes: ranks.lanes.count, reference: ranks.reference)
    let lane = ranks.lanes[pair.column]
    guard lane.standing != .absent, lane.call != nil || lane.last > 0 else {
      state.show("rank \(lane.rank) has no call yet", at: now)
      return []
    }
    // The pair stays what it is when the rank that it is held against is no longer the one shown.
    state.memory[RanksState.self].move(
      down: 0, across: 0, lanes: ranks.lanes.count, reference: ranks.reference)
    state.view = MasksView().digit
    state.origin = digit
    return state.ask(.showLane(pair.column))
  }

  private func accept(_ state: inout ScreenState, at now: Double) -> [Request] {
    let found = state.findings.filter { $0.rule == RankVerdict.rule }
    guard !found.isEmpty else {
      state.show(
        RankVerdict.isAccepted(state)
          ? "accepted already: these ranks are to draw alike"
          : "nothing to accept: no ranks were found to draw alike", at: now)
      return []
    }
    state.show("accepted: these ranks are to draw alike", at: now)
    let sites = found.flatMap(\.sites)
    guard !sites.isEmpty else { return [.accept(rule: RankVerdict.rule, site: nil)] }
    var known: Set<String> = []
    return sites.filter { known.insert($0).inserted }.map {
      .accept(rule: RankVerdict.rule, site: $0)
    }
  }

  /// The keys of the pairs first; those of the other views where no tabs name them.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    let own = bindings.filter { $0.group == .view }
    let others = bindings.filter { $0.group != .view }
    return own + Views.wayBack(state) + others
  }
}

import DropoutEngine

/// The eighth view: what dropout does and why, beside the running network, in sentences and numbers
/// that change with rate, mode, phase and kind.
struct WhyView: View {
  let name = "why"
  let digit = 8
  let needs: Needs = []

  let keys =
    [
      KeyRow(
        .view, "j k", "next, previous question; arrows", footer: "question",
        ([.character("j"), .down], Own.down.command), ([.character("k"), .up], Own.up.command)),
      KeyRow(
        .view, "h l", "other units", footer: "units",
        ([.character("h")], Own.previous.command), ([.character("l")], Own.next.command)),
      KeyRow(
        .view, "enter", "the view behind it; esc: back", footer: "show it",
        ([.enter], Own.open.command)),
      KeyRow(
        .selection, "pgup pgdn", "previous, next sample", footer: "sample",
        ([.pageUp], .selectSample(-1)), ([.pageDown], .selectSample(1))),
    ] + MasksView().keys.filter { $0.group == .dropout }

  private enum Own: String {
    case up, down, previous, next, open

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func panels(_ state: ScreenState) -> [Rect] {
    WhyLayout(state.size, time: state.extent(ScreenFrame.panel)).all
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let layout = WhyLayout(
      scene.state.size, time: scene.state.extent(ScreenFrame.panel))
    let memory = scene.state.memory[WhyState.self]
    if let rect = layout.questions {
      WhyQuestionsPanel(scene: scene, selected: memory.question, answersAll: layout.answersAll)
        .draw(in: rect, into: &canvas)
    }
    if let rect = layout.words { WhyWordsPanel(scene: scene).draw(in: rect, into: &canvas) }
    if let rect = layout.units {
      WhyUnitsPanel(scene: scene, page: memory.page).draw(in: rect, into: &canvas)
    }
    if let rect = layout.means { WhyMeansPanel(scene: scene).draw(in: rect, into: &canvas) }
  }

  func caption(_ scene: Scene) -> [[Run]] {
    let inks = scene.inks
    let name = scene.site.map { StatusLine.cutFront($0.title, 24) }
    if let worst = scene.state.findings.first(where: { $0.sites.contains(scene.site?.name ?? "") })
    {
      return FindingCaption(finding: worst, inks: inks).choices
    }
    let here = Run("Every number here is \(name ?? "the session")'s, at this call.", inks.text)
    guard scene.arrival.kind == .simulated else { return [[here]] }
    let change = Run(
      " Change p, mode or phase, and the sentences change with it.", inks.label)
    return [[here, change], [here], [Run("All numbers are those of this call.", inks.text)]]
  }

  // MARK: - Keys

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    switch Own(rawValue: command) {
    case .down: state.memory[WhyState.self].move(1)
    case .up: state.memory[WhyState.self].move(-1)
    case .next: state.memory[WhyState.self].page &+= 1
    case .previous: state.memory[WhyState.self].page &-= 1
    case .open: open(&state)
    case nil: break
    }
    return []
  }

  /// The first view that shows the question at work and that this session can fill.
  private func open(_ state: inout ScreenState) {
    let offers = state.arrival?.offers ?? []
    let question = state.memory[WhyState.self].question
    let known = question.views.first { digit in
      Views.all.contains { $0.digit == digit && Views.refusal(of: $0, offers: offers) == nil }
    }
    guard let known else { return }
    state.view = known
    state.origin = digit
  }

  /// Its own keys and those that change the sentences first; the first view where no tabs name it.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    let own = bindings.filter { $0.group == .view }
    let dropout = bindings.filter { $0.group == .dropout }
    let others = bindings.filter { ![.view, .dropout].contains($0.group) }
    let step = others.filter { $0.command == .step(1) }
    return own + step + dropout + Views.wayBack(state) + others.filter { $0.command != .step(1) }
  }
}

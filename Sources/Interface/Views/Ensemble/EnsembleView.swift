import DropoutEngine

/// The fourth view: the same input through many masks, on weights that are held.
///
/// It needs the network: a log has neither its inputs nor its outputs.
struct EnsembleView: View {
  let name = "ensemble"
  let digit = 4
  let needs: Needs = .moreMasks

  let keys = [
    KeyRow(
      .view, "K", "more masks, to 2000, then 200", footer: "more masks",
      ([.character("K")], Own.masks.command)),
    KeyRow(
      .view, "pgup pgdn", "previous, next input", footer: "input",
      ([.pageUp], Own.previous.command), ([.pageDown], Own.next.command)),
    KeyRow(
      .view, "u U", "turn the input by 15°; U back", footer: "turn",
      ([.character("u")], Own.turn.command), ([.character("U")], Own.turnBack.command)),
    KeyRow(.view, "i", "noise instead", footer: "noise", ([.character("i")], Own.noise.command)),
    KeyRow(
      .view, "s", "sort: true class, draws, answer", footer: "sort",
      ([.character("s")], Own.sort.command)),
    KeyRow(.dropout, "m", "vanilla, inverted", ([.character("m")], .toggleMode)),
    KeyRow(
      .dropout, "+ -", "rate of the layer by 0.05", footer: "p",
      ([.character("+"), .character("=")], .changeRate(1)),
      ([.character("-")], .changeRate(-1))),
  ]

  private enum Own: String {
    case masks, previous, next, turn, turnBack, noise, sort

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func question(_ state: ScreenState) -> (any Question)? {
    guard state.arrival?.offers.contains(.moreMasks) == true else { return nil }
    let memory = state.memory[EnsembleState.self]
    return EnsembleQuestion(
      input: memory.input, masks: memory.masks, isQuick: state.playback.isPlaying,
      stride: EnsembleView.stride(state.playback), hasTurns: layout(state, nil).turns != nil)
  }

  /// Calls from one answer to the next: about four answers a second.
  private static func stride(_ playback: Playback) -> Int {
    guard playback.isPlaying else { return 1 }
    return max(1, Int((playback.rate ?? 1000) / Playback.callsPerSecond))
  }

  func panels(_ state: ScreenState) -> [Rect] { layout(state, answer(state)).all }

  /// Before anything is known room is made for what the header tells.
  private func layout(_ state: ScreenState, _ ensemble: Ensemble?) -> EnsembleLayout {
    let tensors = state.arrival?.call.tensors
    let classes = tensors.map { $0.output.count / max(1, $0.rows) } ?? 0
    let features = tensors.map { $0.input.count / max(1, $0.rows) } ?? 0
    let picture = NetworkShape.picture(features: features)
    let outputs = ensemble?.evaluation.count ?? classes
    return EnsembleLayout(
      state.size, outputs: outputs, hasClasses: ensemble?.hasClasses ?? (classes > 0),
      hasTurns: picture.map { $0.width == $0.height && $0.width > 1 } ?? false,
      time: state.extent(ScreenFrame.panel))
  }

  private func answer(_ state: ScreenState) -> Ensemble? {
    (question(state) as? EnsembleQuestion).flatMap(state.inquired.recent)
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let ensemble = answer(scene.state)
    let layout = layout(scene.state, ensemble)
    guard let ensemble else { return drawWaiting(scene, layout, into: &canvas) }
    let words = EnsembleWords(scene: scene, ensemble: ensemble)
    if let rect = layout.input { EnsembleInput(words: words).draw(in: rect, into: &canvas) }
    if let rect = layout.votes { EnsembleVotes(words: words).draw(in: rect, into: &canvas) }
    if let rect = layout.networks { SubNetworks(words: words).draw(in: rect, into: &canvas) }
    if let rect = layout.turns { TurnedInputs(words: words).draw(in: rect, into: &canvas) }
    if let rect = layout.spread { OutputSpreads(words: words).draw(in: rect, into: &canvas) }
    if let rect = layout.doubt { EnsembleDoubt(words: words).draw(in: rect, into: &canvas) }
    if let rect = layout.curve { MaskCurve(words: words).draw(in: rect, into: &canvas) }
  }

  private func drawWaiting(_ scene: Scene, _ layout: EnsembleLayout, into canvas: inout Canvas) {
    for rect in layout.all { canvas.box(rect, scene.inks.border) }
    guard let rect = layout.networks ?? layout.spread else { return }
    let body = rect.inset(dx: 2, dy: 1)
    canvas.write(
      "drawing masks …", scene.inks.label, x: body.x, y: body.y + body.height / 2,
      limit: body.width)
  }

  func selection(_ scene: Scene) -> [Run]? { [Run("all sites draw", scene.inks.label)] }

  func caption(_ scene: Scene) -> [[Run]] {
    guard let ensemble = answer(scene.state) else {
      return [[Run("The same input goes through mask after mask.", scene.inks.text)]]
    }
    return EnsembleWords(scene: scene, ensemble: ensemble).caption
  }

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    var memory = state.memory[EnsembleState.self]
    switch Own(rawValue: command) {
    case .masks: memory.rung = (memory.rung + 1) % EnsembleState.ladder.count
    case .previous: memory.input.row = (memory.input.row - 1) % TrialInput.manyRows
    case .next: memory.input.row = (memory.input.row + 1) % TrialInput.manyRows
    case .turn: memory.input.turns = (memory.input.turns + 1) % TrialInput.fullTurn
    case .turnBack:
      memory.input.turns = (memory.input.turns + TrialInput.fullTurn - 1) % TrialInput.fullTurn
    case .noise: memory.input.isNoise.toggle()
    case .sort: memory.order = memory.order.next
    case nil: break
    }
    state.memory[EnsembleState.self] = memory
    return []
  }

  /// A press on a turn of the input shows it.
  func touched(
    _ name: String, _ index: Int, _ state: inout ScreenState, at now: Double
  ) -> [Request] {
    state.memory[EnsembleState.self].input.turns = index
    return []
  }

  /// The phase of the session says nothing here: all is drawn.
  func badge(_ scene: Scene) -> String? {
    let count = answer(scene.state)?.outputs.count ?? scene.state.memory[EnsembleState.self].masks
    return "\(count) masks"
  }

  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    bindings.filter { $0.group == .view } + bindings.filter { $0.group != .view }
  }
}

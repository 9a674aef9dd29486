import DropoutEngine

/// The third view: the same call, the same mask, in training and in evaluation, vanilla and inverted;
/// and the wrong ways to write it, with their price.
struct CompareView: View {
  let name = "compare"
  let digit = 3
  let needs: Needs = []

  let keys = [
    KeyRow(
      .view, "v", "a wrong way in the upper boxes", footer: "next way",
      ([.character("v")], Own.way.command)),
    KeyRow(
      .view, "enter", "the session runs like the box", footer: "run like this",
      ([.enter], Own.run.command)),
    GridKey.row("select a box; also ↑ ↓", footer: "box"),
    KeyRow(.view, "L", "log counts", footer: "log counts", ([.character("L")], Own.log.command)),
    KeyRow(.dropout, "m", "vanilla, inverted", ([.character("m")], .toggleMode)),
    KeyRow(.dropout, "e", "train, eval", ([.character("e")], .togglePhase)),
    KeyRow(
      .dropout, "+ -", "rate of the layer by 0.05", footer: "p",
      ([.character("+"), .character("=")], .changeRate(1)),
      ([.character("-")], .changeRate(-1))),
  ]

  private enum Own: String {
    case way, run, log

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func question(_ state: ScreenState) -> (any Question)? {
    guard let site = state.selectedSite?.name, state.arrival?.offers.contains(.moreMasks) == true
    else { return nil }
    return ComparisonQuestion(site: site, isQuick: state.playback.isPlaying)
  }

  func panels(_ state: ScreenState) -> [Rect] {
    CompareLayout(
      state.size, selected: state.compareBox.row, time: state.extent(ScreenFrame.panel)
    ).all
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let layout = CompareLayout(
      canvas.size, selected: scene.state.compareBox.row, time: scene.state.extent(ScreenFrame.panel)
    )
    let values = CompareValues(scene)
    let ways = scene.state.memory[CompareState.self].ways
    let sides = ways.flatMap { way in [Phase.train, .eval].compactMap { values?.side(way, $0) } }
    for row in layout.rows {
      CompareRow(
        scene: scene, way: ways[row.index], values: values, sides: sides, place: row
      ).draw(into: &canvas)
      canvas.touch(row.train, .own("box", 2 * row.index))
      canvas.touch(row.eval, .own("box", 2 * row.index + 1))
    }
    if let rect = layout.table {
      CompareTable(scene: scene, values: values).draw(in: rect, into: &canvas)
    }
  }

  func caption(_ scene: Scene) -> [[Run]] { CompareCaption(scene: scene).choices }

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    let armed = state.memory[CompareState.self].armed
    state.memory[CompareState.self].armed = nil
    var box = state.compareBox
    if let step = GridKey(rawValue: command)?.step { box.move(dx: step.dx, dy: step.dy) }
    switch Own(rawValue: command) {
    case .way: state.memory[CompareState.self].nextWay()
    case .run: return run(like: box, armed: armed, &state, at: now)
    case .log: state.memory[CompareState.self].hasLogCounts.toggle()
    case nil: break
    }
    if box != state.compareBox { state.memory[CompareState.self].box = box }
    return []
  }

  /// A press selects a box; on what people write it puts that in the upper boxes.
  func touched(
    _ name: String, _ index: Int, _ state: inout ScreenState, at now: Double
  ) -> [Request] {
    state.memory[CompareState.self].armed = nil
    if name == "box" {
      state.memory[CompareState.self].box = CompareBox(
        row: index / 2, phase: index.isMultiple(of: 2) ? .train : .eval)
    } else {
      let way = ScalingWay(rawValue: index).flatMap { $0.isRight ? nil : $0 }
      state.memory[CompareState.self].way = way
    }
    return []
  }

  /// Asks for the mode and the phase of a box, where the session has others.
  private func run(
    like box: CompareBox, armed: CompareState.Armed?, _ state: inout ScreenState, at now: Double
  ) -> [Request] {
    guard let arrival = state.arrival else { return [] }
    if let refusal = refusal(box, state) {
      state.show(refusal, at: now)
      return []
    }
    let asked = CompareState.Armed(box: box, call: arrival.call.number)
    if armed != asked, let calls = state.replaced(by: .toggleMode) {
      state.memory[CompareState.self].armed = asked
      state.show("enter again replaces calls \(calls.lowerBound) to \(calls.upperBound)", at: now)
      return []
    }
    state.memory[CompareState.self].box = nil
    let mode = state.mode == box.mode ? [] : state.ask(.mode(box.mode))
    let phase = state.phase == box.phase ? [] : state.ask(.phase(box.phase))
    return mode + phase
  }

  private func refusal(_ box: CompareBox, _ state: ScreenState) -> String? {
    if state.arrival?.kind != .simulated { return "this is a recording: it runs as it ran" }
    if box.row == 0, let way = state.memory[CompareState.self].way {
      return "\(way.title) is only shown here: no session runs so"
    }
    return state.runningBox == box ? "the session runs like this box" : nil
  }

  /// The keys of the boxes first; no setting of a recording can be changed.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    let isRecorded = state.arrival.map { $0.kind != .simulated } ?? false
    let own = bindings.filter {
      $0.group == .view && !(isRecorded && $0.command == Own.run.command)
    }
    let others = bindings.filter {
      $0.group != .view && !(isRecorded && $0.group == .dropout)
    }
    return own + others
  }
}

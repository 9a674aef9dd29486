import DropoutEngine

/// The sixth view: a site's values and the losses over all calls, in the columns of the time panel.
struct TimeView: View {
  let name = "time"
  let digit = 6
  let needs: Needs = []

  let keys = [
    KeyRow(
      .view, "b", "heat maps, or bands of quantiles", footer: "bands",
      ([.character("b")], Own.bands.command)),
    KeyRow(
      .view, "L", "tones by log counts, or counts", footer: "log",
      ([.character("L")], Own.linear.command)),
  ]

  private enum Own: String {
    case bands, linear

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func question(_ state: ScreenState) -> (any Question)? { Self.question(state) }

  static func question(_ state: ScreenState) -> TimeQuestion {
    TimeQuestion(site: state.selectedSite?.name ?? state.site?.name)
  }

  func panels(_ state: ScreenState) -> [Rect] { layout(state).all }

  private func layout(_ state: ScreenState) -> TimeLayout {
    let call = state.arrival?.call
    return TimeLayout(
      state.size, learns: call?.loss != nil,
      hasNorms: call?.loss != nil && state.arrival?.kind == .simulated,
      time: state.extent(ScreenFrame.panel))
  }

  /// Where there is room the ratio has a lane, too.
  func time(_ frame: ScreenFrame, _ state: ScreenState) -> Rect? {
    guard var rect = frame.time else { return nil }
    let more = TimeLayout.ratioRows(frame)
    rect.y -= more
    rect.height += more
    return rect
  }

  func lanes(_ scene: Scene) -> TimeLanes {
    .keptAndRatio(scene.site?.name, scene.state.inquired.answer(to: Self.question(scene.state)))
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let layout = layout(scene.state)
    let columns = TimeColumns(scene, width: canvas.size.width)
    let stages = [layout.before, layout.masked, layout.after].enumerated().compactMap {
      stage, rect in rect.map { (panel: StagePanel(columns: columns, stage: stage), rect: $0) }
    }
    // One scale of tones for all stages, so that they can be held against each other.
    let peak =
      stages.map { panel, rect in
        panel.map.peak(rows: panel.map.rows(StagePanel.plot(rect)))
      }.max() ?? 0
    for (panel, rect) in stages { panel.draw(in: rect, peak: peak, into: &canvas) }
    if let rect = layout.learning { LearningPanel(columns: columns).draw(in: rect, into: &canvas) }
    if let rect = layout.norms { NormsPanel(columns: columns).draw(in: rect, into: &canvas) }
  }

  func caption(_ scene: Scene) -> [[Run]] {
    TimeCaption(columns: TimeColumns(scene, width: scene.state.size.width)).choices
  }

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    switch Own(rawValue: command) {
    case .bands: state.memory[TimeState.self].showsBands.toggle()
    case .linear: state.memory[TimeState.self].isLinear.toggle()
    case nil: break
    }
    return []
  }

  /// Steps and zoom first, then its own keys.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    let words: [(KeyBinding.Command, String)] = [
      (.step(1), "call"), (.step(-10), "ten"), (.zoomTime, "zoom"), (.first, "ends"),
      (.nextMark(1), "mark"),
    ]
    let first = words.flatMap { command, word in
      bindings.filter { $0.command == command }.map { binding in
        var binding = binding
        binding.footer = word
        return binding
      }
    }
    let own = bindings.filter { $0.group == .view }
    let others = bindings.filter { binding in
      binding.group != .view && !words.contains { $0.0 == binding.command }
    }
    return Views.wayBack(state) + first + own + others
  }
}

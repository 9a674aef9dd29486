import DropoutEngine

/// The first view: what was drawn in this call, and what it did to the activations.
struct MasksView: View {
  let name = "masks"
  let digit = 1
  let needs: Needs = []

  let keys = [
    KeyRow(.dropout, "m", "vanilla, inverted", footer: "mode", ([.character("m")], .toggleMode)),
    KeyRow(.dropout, "e", "train, eval", footer: "eval", ([.character("e")], .togglePhase)),
    KeyRow(
      .dropout, "+ -", "rate of the layer by 0.05", footer: "p",
      ([.character("+"), .character("=")], .changeRate(1)),
      ([.character("-")], .changeRate(-1))),
    KeyRow(.dropout, "d", "next dialect: whose masks", ([.character("d")], .nextDialect)),
    KeyRow(
      .selection, "h j k l", "select a unit; also arrows",
      ([.character("h")], Own.left.command), ([.character("j"), .down], Own.down.command),
      ([.character("k"), .up], Own.up.command), ([.character("l")], Own.right.command)),
    KeyRow(
      .selection, "pgup pgdn", "previous, next sample", footer: "sample",
      ([.pageUp], .selectSample(-1)), ([.pageDown], .selectSample(1))),
    KeyRow(
      .selection, "enter", "expand a panel, the next one", footer: "deeper",
      ([.enter], Own.expand.command)),
    KeyRow(
      .view, "o", "the three histograms in one panel", ([.character("o")], Own.overlay.command)),
    KeyRow(.view, "L", "log counts", ([.character("L")], Own.logCounts.command)),
  ]

  private enum Own: String {
    case left, right, up, down, expand, overlay, logCounts

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func panels(_ state: ScreenState) -> [Rect] {
    MasksLayout(
      state.size, .init(state.arrival, state.look), expanded: state.expanded,
      time: state.extent(ScreenFrame.panel)
    ).all
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let layout = MasksLayout(
      canvas.size, .init(scene.arrival, scene.state.look), expanded: scene.state.expanded,
      time: scene.state.extent(ScreenFrame.panel))
    if let rect = layout.network { NetworkPanel(scene: scene).draw(in: rect, into: &canvas) }
    let shown = scene.sitesShown
    for (place, rect) in layout.batches.enumerated() {
      BatchPanel(scene: scene, index: place < shown.count ? shown[place] : nil).draw(
        in: rect, into: &canvas)
    }
    if let rect = layout.numbers {
      NumbersPanel(scene: scene, sites: shown).draw(in: rect, into: &canvas)
    }
    drawHistograms(scene, layout, shown, into: &canvas)
  }

  /// Expanded it takes the body, too.
  func time(_ frame: ScreenFrame, _ state: ScreenState) -> Rect? {
    guard state.expanded == .time else { return frame.time }
    var rect = frame.body
    rect.height += frame.time?.height ?? 0
    return rect
  }

  func lanes(_ scene: Scene) -> TimeLanes { .selectedAndAround }

  func caption(_ scene: Scene) -> [[Run]] { MasksCaption(scene: scene).choices }

  private func drawHistograms(
    _ scene: Scene, _ layout: MasksLayout, _ shown: [Int], into canvas: inout Canvas
  ) {
    let memory = scene.state.memory[MasksState.self]
    if let rect = layout.line, let index = scene.selected {
      StagesLine(scene: scene, site: scene.call.sites[index]).draw(in: rect, into: &canvas)
    }
    for (place, rects) in layout.histograms.enumerated() {
      let site = place < shown.count ? scene.call.sites[shown[place]] : nil
      if let site, let stages = site.stages {
        HistogramPanels(
          scene: scene, site: site, stages: stages, rects: rects,
          hasNumbers: layout.numbers != nil, isNamed: layout.histograms.count > 1,
          isOverlaid: memory.isOverlaid, isLog: memory.hasLogCounts
        ).draw(into: &canvas)
      } else {
        MissingHistograms(scene: scene, rects: rects).draw(into: &canvas)
      }
    }
  }

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    switch Own(rawValue: command) {
    case .left: state.moveUnit(dx: -1, dy: 0)
    case .right: state.moveUnit(dx: 1, dy: 0)
    case .up: state.moveUnit(dx: 0, dy: -1)
    case .down: state.moveUnit(dx: 0, dy: 1)
    case .expand: state.expandNext()
    case .overlay: state.memory[MasksState.self].isOverlaid.toggle()
    case .logCounts: state.memory[MasksState.self].hasLogCounts.toggle()
    case nil: break
    }
    return []
  }

  /// While a unit is selected the arrows stay in the grid.
  func captured(_ key: Key, _ state: ScreenState) -> String? {
    guard state.unit != nil else { return nil }
    switch key {
    case .left: return Own.left.rawValue
    case .right: return Own.right.rawValue
    default: return nil
    }
  }

  /// No setting of a recording can be changed, a panel that fills the screen has a way back, and
  /// what was found comes first.
  func footer(_ bindings: [KeyBinding], _ state: ScreenState) -> [KeyBinding] {
    let isRecorded = state.arrival.map { $0.kind != .simulated } ?? false
    var shown = bindings.filter { !isRecorded || $0.group != .dropout }
    if state.arrival?.call.sites.count ?? 0 > 2, let layers = Views.tab(LayersView()) {
      shown.insert(layers, at: 0)
    }
    if !state.findings.isEmpty, let findings = Views.tab(FindingsView()) {
      shown.insert(findings, at: 0)
    }
    guard state.expanded != nil else { return shown }
    let wayBack = [(KeyBinding.Command.back, "back"), (Own.expand.command, "next panel")]
    return wayBack.flatMap { command, word in
      bindings.filter { $0.command == command }.map { binding in
        var binding = binding
        binding.footer = word
        return binding
      }
    } + shown
  }
}

/// What the first view keeps from one frame to the next.
struct MasksState: ViewState {
  /// The three stages stand in one panel, one behind the other.
  var isOverlaid = false
  /// Counts are shown by their logarithm.
  var hasLogCounts = false
}

extension Scene {
  /// The selected site and the one after it, or before where it is the last: where they stand.
  var sitesShown: [Int] {
    guard let selected else { return [] }
    let count = call.sites.count
    guard count > 1 else { return [selected] }
    return [selected, selected + 1 < count ? selected + 1 : selected - 1]
  }
}

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
      .dropout, "+ -", "rate of the layer by 0.05", footer: "rate",
      ([.character("+"), .character("=")], .changeRate(1)),
      ([.character("-")], .changeRate(-1))),
    KeyRow(.dropout, "d", "next dialect: whose masks", ([.character("d")], .nextDialect)),
    KeyRow(
      .selection, "h j k l", "select a unit; also arrows",
      ([.character("h")], Own.left.command), ([.character("j"), .down], Own.down.command),
      ([.character("k"), .up], Own.up.command), ([.character("l")], Own.right.command)),
    KeyRow(
      .selection, "pgup pgdn", "previous, next sample",
      ([.pageUp], .selectSample(-1)), ([.pageDown], .selectSample(1))),
    KeyRow(.selection, "enter", "expand a panel, the next one", ([.enter], Own.expand.command)),
  ]

  private enum Own: String {
    case left, right, up, down, expand

    var command: KeyBinding.Command { .own(rawValue) }
  }

  func places(_ state: ScreenState) -> [Rect] {
    ScreenLayout(state.size, expanded: state.expanded).all
  }

  func draw(_ scene: Scene, into canvas: inout Canvas) {
    let layout = ScreenLayout(canvas.size, expanded: scene.state.expanded)
    if let rect = layout.status { StatusLine(scene: scene).draw(in: rect, into: &canvas) }
    if let rect = layout.network { NetworkPanel(scene: scene).draw(in: rect, into: &canvas) }
    if layout.histograms.count == 3 { drawHistograms(scene, layout.histograms, into: &canvas) }
    if let rect = layout.strip { TimePanel(scene: scene).draw(in: rect, into: &canvas) }
  }

  private func drawHistograms(_ scene: Scene, _ rects: [Rect], into canvas: inout Canvas) {
    if let site = scene.selectedSite, let stages = site.stages {
      HistogramPanels(scene: scene, layer: site, measured: stages, rects: rects).draw(into: &canvas)
    } else {
      MissingHistograms(scene: scene, rects: rects).draw(into: &canvas)
    }
  }

  func carryOut(_ command: String, _ state: inout ScreenState, at now: Double) -> [Request] {
    switch Own(rawValue: command) {
    case .left: state.moveUnit(dx: -1, dy: 0)
    case .right: state.moveUnit(dx: 1, dy: 0)
    case .up: state.moveUnit(dx: 0, dy: -1)
    case .down: state.moveUnit(dx: 0, dy: 1)
    case .expand: state.expandNext()
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
  /// where there are more sites than stand side by side, the view that shows all of them is named.
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

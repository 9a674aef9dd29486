import DropoutEngine

/// Who leads through a session says what to look at, in place of the view's caption: the tour, or a
/// scenario that is played, at its calls.
struct Guide {
  /// The fullest first.
  let choices: [[Run]]

  /// Nil where nobody leads. A scenario is silent in the view of findings, which tells all that it
  /// could.
  init?(_ scene: Scene, _ view: any View) {
    let inks = scene.inks
    if let tour = scene.state.tour {
      let place = Run("\(tour.step + 1)/\(Tour.Step.allCases.count) ", inks.accent)
      let (rate, mode, phase) = (scene.state.selectedRate, scene.state.mode, scene.state.phase)
      let text = Run(tour.text(rate, mode, phase), inks.strong)
      let key = [Run("  Press ", inks.text), Run(tour.keyLabel, inks.badge(scene.theme.accent))]
      let leads = Run(": \(tour.leads)", inks.text)
      choices = [
        [place, text] + key + [
          leads, Run("   esc", inks.hotkey), Run(" ends the tour", inks.label),
        ],
        [place, text] + key + [leads], [text] + key, Array(key.dropFirst()) + [leads],
      ]
      return
    }
    guard view.digit != FindingsView.key,
      let scenario = scene.arrival.header.scenario.flatMap(Scenario.init),
      let text = scenario.caption(at: scene.call.number)
    else { return nil }
    choices = [[Run(text, inks.strong)]]
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let fitting = choices.first { $0.width <= rect.width - 2 } ?? choices.last ?? []
    canvas.write(fitting, x: rect.x + 1, y: rect.y, limit: rect.width - 2)
  }
}

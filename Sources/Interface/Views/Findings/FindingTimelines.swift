import DropoutEngine

/// The site of every finding over the calls, one below the other.
struct FindingTimelines {
  let scene: Scene
  let findings: [Finding]

  /// Rows of one: its words, and a lane.
  static let height = 4

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    canvas.box(
      rect, inks.border,
      left: [
        Run("kept, call by call", inks.strong), Run("  at the site of each finding", inks.label),
      ])
    let body = rect.inset(dx: 2, dy: 1)
    for (place, finding) in findings.prefix(body.height / FindingTimelines.height).enumerated() {
      let part = body.below(place * FindingTimelines.height)
      let text = FindingText(finding: finding)
      canvas.write(
        [
          Run("\(inks.warning) \(finding.rule) ", inks.alarm), Run(text.sites, inks.text),
          Run("  " + (text.since ?? ""), inks.label),
        ], x: part.x, y: part.y, limit: part.width)
      guard let site = finding.sites.first else { continue }
      FindingTimelines.lane(
        scene, site, in: part.below(1).top(FindingTimelines.height - 1), &canvas)
    }
  }

  /// How far a site kept from its rate, over the calls that the time panel shows.
  static func lane(_ scene: Scene, _ site: String, in rect: Rect, _ canvas: inout Canvas) {
    guard rect.width > 8, rect.height > 0 else { return }
    let axis = CallAxis(scene.state.timeSpan, width: rect.width)
    let dots = LaneDots(scene.arrival, axis, site: site, draws: scene.drawnCount(site))
    TimeLane(scene: scene, axis: axis, dots: dots).draw(in: rect, into: &canvas)
  }
}

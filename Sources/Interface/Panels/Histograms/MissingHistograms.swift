import DropoutEngine

/// The boxes of the three stages where there is nothing to draw, with the reason.
struct MissingHistograms {
  let scene: Scene
  /// Before, masked, after.
  let rects: [Rect]

  func draw(into canvas: inout Canvas) {
    guard let reason else { return }
    let inks = scene.inks
    let stages = [
      ("before", scene.theme.before), ("masked", scene.theme.kept), ("after", scene.theme.after),
    ]
    for ((name, color), rect) in zip(stages, rects) {
      canvas.box(rect, inks.border, left: [Run(name, inks.ink(color, bold: true))])
      let body = rect.inset(dx: 2, dy: 1)
      guard !body.isEmpty else { continue }
      let words = StatusLine.cut(reason, body.width)
      canvas.write(
        words, inks.label, x: body.x + (body.width - words.unicodeScalars.count) / 2,
        y: body.y + body.height / 2, limit: body.width)
    }
  }

  /// Nothing is said of a call without sites: the network's panel says it.
  private var reason: String? {
    if scene.selectedSite != nil { return "not logged" }
    guard let site = scene.state.site, !scene.call.sites.isEmpty else { return nil }
    return "\(site.name) did not run"
  }
}

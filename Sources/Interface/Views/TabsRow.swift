import DropoutEngine

/// The row of views, the present one on a ground of its own, and what is selected at the right.
struct TabsRow {
  let scene: Scene
  let view: any View
  /// What is selected, where that is not the site.
  var selected: [Run]?

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    let gap = rect.width < 100 ? 1 : 2
    var x = rect.x + 1
    for tab in Views.all {
      let isHere = tab.digit == view.digit
      var runs = [
        Run("\(tab.digit)", inks.hotkey),
        Run(" \(tab.name)", isHere ? inks.strong : inks.label),
      ]
      let count = scene.state.findings.count
      if tab.digit == FindingsView.key, count > 0 { runs.append(Run(" \(count)", inks.alarm)) }
      guard x + runs.width < rect.maxX else { return }
      canvas.write(runs, x: x, y: rect.y)
      if isHere { mark(x - 1..<x + runs.width + 1, rect.y, &canvas) }
      x += runs.width + gap
    }
    let room = rect.maxX - x - 4
    if let selected {
      guard selected.width <= room else { return }
      canvas.write(selected, x: rect.maxX - 1 - selected.width, y: rect.y)
      return
    }
    guard let site = scene.site else { return }
    let name = StatusLine.cut(site.title, max(0, room - 7))
    let full = [Run("site ", inks.label)]
    let quoted = [Run("‹", inks.hotkey), Run(name, inks.hotkey), Run("›", inks.hotkey)]
    let runs = (full + quoted).width <= room ? full + quoted : quoted
    guard runs.width <= room, room > 8 else { return }
    canvas.write(runs, x: rect.maxX - 1 - runs.width, y: rect.y)
  }

  private func mark(_ range: Range<Int>, _ y: Int, _ canvas: inout Canvas) {
    for x in range where x >= 0 && x < canvas.size.width {
      if scene.inks.hasColor {
        canvas[x, y].style.background = scene.theme.selection
      } else {
        canvas[x, y].style.reverse = true
      }
    }
  }
}

import DropoutEngine

/// The row of views, the present one on a ground of its own, and what is selected at the right.
struct TabsRow {
  let scene: Scene
  let view: any View

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    let gap = rect.width < 100 ? 1 : 2
    var x = rect.x + 1
    for tab in Views.all {
      let isHere = tab.digit == view.digit
      let runs = [
        Run("\(tab.digit)", inks.hotkey),
        Run(" \(tab.name)", isHere ? inks.strong : inks.label),
      ]
      guard x + runs.width < rect.maxX else { return }
      canvas.write(runs, x: x, y: rect.y)
      if isHere { mark(x - 1..<x + runs.width + 1, rect.y, &canvas) }
      x += runs.width + gap
    }
    guard let site = scene.site else { return }
    let room = rect.maxX - x - 4
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

import DropoutEngine

/// The row of views, the present one on a ground of its own, and what is selected at the right.
struct TabsRow {
  let scene: Scene
  let view: any View

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let inks = scene.inks
    let gap = rect.width < 100 ? 1 : 2
    var x = rect.x + 1
    for tab in Views.all where Views.refusal(of: tab, offers: scene.arrival.offers) == nil {
      let isHere = tab.digit == view.digit
      var runs = [
        Run("\(tab.digit)", inks.hotkey),
        Run(" \(tab.name)", isHere ? inks.strong : inks.label),
      ]
      let count = scene.state.findings.count
      if tab.digit == FindingsView.key, count > 0 { runs.append(Run(" \(count)", inks.alarm)) }
      guard x + runs.width < rect.maxX else { return }
      canvas.write(runs, x: x, y: rect.y)
      canvas.touch(
        Rect(x: x, y: rect.y, width: runs.width, height: 1), .command(.view(tab.digit)))
      if isHere { mark(x - 1..<x + runs.width + 1, rect.y, &canvas) }
      x += runs.width + gap
    }
    let room = rect.maxX - x - 4
    if let selected = view.selection(scene) {
      guard selected.width <= room else { return }
      canvas.write(selected, x: rect.maxX - 1 - selected.width, y: rect.y)
      return
    }
    guard room > 8, let runs = sites(room).first(where: { $0.width <= room }) else { return }
    let start = rect.maxX - 1 - runs.width
    canvas.write(runs, x: start, y: rect.y)
    addSites(runs, x: start, y: rect.y, &canvas)
  }

  /// Each site's name selects it; a lone one leads to the next.
  private func addSites(_ runs: [Run], x: Int, y: Int, _ canvas: inout Canvas) {
    let sites = scene.call.sites
    var x = x
    for run in runs {
      let name = run.text.filter { $0 != "‹" && $0 != "›" }
      let rect = Rect(x: x, y: y, width: run.width, height: 1)
      if let site = sites.first(where: { $0.id.title == name }) {
        let isSelected = site.id == scene.site
        canvas.touch(rect, isSelected ? .command(.selectSite(1)) : .site(site.id))
      }
      x += run.width
    }
  }

  /// `site ‹hidden1› hidden2`: all sites of the call where they fit, else the selected one, and
  /// which of how many it is; the fullest first.
  private func sites(_ room: Int) -> [[Run]] {
    let inks = scene.inks
    guard let site = scene.site else { return [] }
    let label = Run("site ", inks.label)
    func quoted(_ name: String) -> Run { Run("‹\(name)›", inks.hotkey) }
    var choices: [[Run]] = []
    let all = scene.call.sites
    if let selected = scene.selected, all.count > 1 {
      if all.count <= 6 {
        let names = all.enumerated().map { index, other in
          index == selected ? quoted(other.id.title) : Run(other.id.title, inks.label)
        }
        choices.append([label] + names.flatMap { [$0, Run(" ", inks.label)] }.dropLast())
      }
      let place = Run(" \(selected + 1) of \(all.count)", inks.label)
      choices.append([label, quoted(site.title), place])
    }
    let cut = StatusLine.cutFront(site.title, max(0, room - 2))
    return choices + [[label, quoted(site.title)], [quoted(cut)]]
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

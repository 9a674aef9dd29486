import DropoutEngine
import PlainText

/// Branches that are dropped for whole samples: blocks that hang under a line, dropped ones crossed and
/// unconnected; below them the batch as dots, how many samples kept each, and the session.
struct PathPanel {
  let scene: Scene
  /// Where the branches stand in the call.
  let sites: [Int]

  /// Cells from one block to the next.
  static let pitch = 11
  /// Cells of the words at the left.
  static let labels = 6

  /// Columns that so many branches take.
  static func width(_ count: Int) -> Int { labels + pitch * max(1, count) + 3 }

  private var inks: Inks { scene.inks }
  private var sample: Int {
    let samples = sites.first.map { scene.call.sites[$0].samples } ?? 1
    return max(0, min(scene.state.sample, samples - 1))
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let isSelected = scene.selected.map(sites.contains) ?? false
    let border =
      isSelected
      ? (inks.hasColor ? inks.ink(inks.step(inks.theme.accent, 0.55)) : Style(bold: true))
      : inks.border
    canvas.box(rect, border, left: title(rect.width), right: rates)
    let body = rect.inset(dx: 2, dy: 1)
    let room = (body.width - Self.labels) / Self.pitch
    guard room > 0, body.height > 2 else { return }
    let shown = window(room)
    drawLine(shown, body, &canvas)
    for (place, index) in shown.enumerated() {
      let x = body.x + Self.labels + place * Self.pitch
      PathBlock(scene: scene, index: index, sample: sample).draw(x: x, in: body, into: &canvas)
    }
    drawLabels(body, &canvas)
    drawDepth(body, &canvas)
    drawMarkers(shown, rect, &canvas)
  }

  private func title(_ width: Int) -> [Run] {
    var runs = [Run("paths", inks.strong)]
    let count = sites.count == 1 ? "1 branch" : "\(sites.count) branches"
    let parts = ["  \(count), x + branch(x)", "   sample \(sample + 1)", "   kind path"]
    for part in parts where runs.width + part.count + 16 < width {
      runs.append(Run(part, inks.label))
    }
    return runs
  }

  private var rates: [[Run]] {
    let rates = sites.compactMap { scene.call.sites[$0].rate?.value }
    guard let low = rates.min(), let high = rates.max() else { return [] }
    let text = low == high ? decimal(low, 2) : "\(decimal(low, 2))…\(decimal(high, 2))"
    return [[Run("p ", inks.label), Run(text, inks.text)]]
  }

  /// As many branches around the selected one as fit.
  private func window(_ room: Int) -> [Int] {
    guard sites.count > room else { return sites }
    let selected = scene.selected.flatMap(sites.firstIndex(of:)) ?? 0
    let start = max(0, min(selected - room / 2, sites.count - room))
    return Array(sites[start..<start + room])
  }

  private func drawMarkers(_ shown: [Int], _ rect: Rect, _ canvas: inout Canvas) {
    guard shown.count < sites.count, let first = shown.first, let last = shown.last,
      let start = sites.firstIndex(of: first), let end = sites.firstIndex(of: last)
    else { return }
    if start > 0 {
      canvas.write("‹\(start)", inks.hotkey, x: rect.x + 1, y: rect.y + 2, limit: 3)
    }
    let after = sites.count - 1 - end
    if after > 0 {
      let text = "\(after)›"
      canvas.write(text, inks.hotkey, x: rect.maxX - 1 - text.count, y: rect.y + 2, limit: 4)
    }
  }

  /// The path that lets everything through.
  private func drawLine(_ shown: [Int], _ body: Rect, _ canvas: inout Canvas) {
    let line = inks.ink(inks.step(scene.theme.after, 0.7))
    canvas.write("x ", inks.text, x: body.x, y: body.y)
    for x in body.x + 2..<body.maxX { canvas[x, body.y] = Cell("━", line) }
    for (place, index) in shown.enumerated() {
      let block = PathBlock(scene: scene, index: index, sample: sample)
      guard block.isKept != false else { continue }
      let x = body.x + Self.labels + place * Self.pitch
      canvas[x, body.y] = Cell("┳", line)
      canvas[x + Self.pitch - 1, body.y] = Cell("┳", line)
    }
  }

  private func drawLabels(_ body: Rect, _ canvas: inout Canvas) {
    let rows = PathRows(body)
    for (name, y) in [("batch", rows.batch), ("kept", rows.kept), ("all", rows.session)] {
      if let y { canvas.write(name, inks.label, x: body.x, y: y) }
    }
  }

  /// Through how many branches samples go, and how many go through so many.
  private func drawDepth(_ body: Rect, _ canvas: inout Canvas) {
    guard let depth = PathDepth(scene, sites), let y = PathRows(body).depth else { return }
    let own = "\(depth.own(sample)) of \(sites.count)"
    let mean = decimal(depth.mean, 2)
    let expected = decimal(depth.expected, 2)
    let long = [
      Run("sample \(sample + 1) goes through ", inks.label), Run(own, inks.strong),
      Run("; the batch through ", inks.label), Run(mean, inks.text),
      Run(", expected Σ(1 − p) = ", inks.label), Run(expected, inks.text),
    ]
    let short = [
      Run("depth ", inks.label), Run(own, inks.strong), Run("  batch ", inks.label),
      Run(mean, inks.text), Run(" expected ", inks.label), Run(expected, inks.text),
    ]
    let sigma = depth.sigma.map { [Run(Numerals.sigma($0), inks.label)] } ?? []
    guard let words = [long, short].first(where: { $0.width + sigma.width + 2 <= body.width })
    else {
      return
    }
    canvas.write(words, x: body.x, y: y)
    canvas.write(sigma, x: body.maxX - sigma.width, y: y)
    if let row = PathRows(body).depths { drawDepths(depth, body, row, &canvas) }
  }

  private func drawDepths(
    _ depth: PathDepth, _ body: Rect, _ y: Int, _ canvas: inout Canvas
  ) {
    let counts = depth.counts
    let shown = counts.indices.filter { counts[$0] > 0 }
    let words = "samples by depth  "
    let most = max(1, counts.max() ?? 1)
    let room = body.width - words.count - 5 * shown.count
    guard let first = shown.first, let last = shown.last, room >= shown.count else { return }
    canvas.write(words, inks.label, x: body.x, y: y)
    var x = body.x + words.count
    let longest = max(1, room / max(1, shown.count))
    for index in first...last {
      let number = "\(index) "
      canvas.write(number, inks.label, x: x, y: y)
      x += number.count
      let length = (counts[index] * longest + most - 1) / most
      for step in 0..<min(length, body.maxX - x) {
        canvas[x + step, y] = Cell("▇", inks.ink(inks.step(scene.theme.kept, 0.6)))
      }
      x += length + 2
      if x >= body.maxX - 4 { return }
    }
  }
}

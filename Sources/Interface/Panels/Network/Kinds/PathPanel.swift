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

/// Which rows of a panel of paths hold what: words go before gaps.
struct PathRows {
  /// Below the line and two rows of a block.
  let rate: Int?
  let batch: Int?
  let kept: Int?
  let session: Int?
  let depth: Int?
  let depths: Int?

  init(_ body: Rect) {
    var y = body.y + 3
    var left = body.height - 3
    func take() -> Int? {
      guard left > 0 else { return nil }
      defer {
        y += 1
        left -= 1
      }
      return y
    }
    rate = take()
    let isRoomy = body.height >= 11
    if isRoomy { _ = take() }
    batch = take()
    kept = take()
    session = take()
    if isRoomy { _ = take() }
    depth = take()
    depths = take()
  }
}

/// One branch: its block, and what is under it.
struct PathBlock {
  let scene: Scene
  let index: Int
  let sample: Int

  private var inks: Inks { scene.inks }
  private var site: SiteCall { scene.call.sites[index] }

  /// Whether the sample goes through it; nil where that is not on record.
  var isKept: Bool? {
    if site.draw == .nothing { return true }
    guard let mask = site.mask, sample < mask.count else { return nil }
    return mask[sample]
  }

  func draw(x: Int, in body: Rect, into canvas: inout Canvas) {
    let (first, second) = names
    let inner = PathPanel.pitch - 2
    let isSelected = scene.selected == index
    if isKept == false {
      let style = isSelected ? inks.hotkey : inks.label
      canvas.write("╲" + fitted(first, inner) + "╲", style, x: x, y: body.y + 1)
      canvas.write("╱" + fitted("dropped", inner) + "╱", style, x: x, y: body.y + 2)
    } else {
      let line = inks.ink(inks.step(scene.theme.after, 0.7))
      let fill = inks.badge(isSelected ? scene.theme.accent : tone)
      for (row, (words, ends)) in [(first, ("┃", "┃")), (second, ("┗", "┛"))].enumerated() {
        let y = body.y + 1 + row
        canvas.write(ends.0, line, x: x, y: y)
        canvas.write(fitted(words, inner), fill, x: x + 1, y: y)
        canvas.write(ends.1, line, x: x + inner + 1, y: y)
      }
    }
    drawNumbers(x: x + 1, PathRows(body), &canvas)
  }

  /// The more it is multiplied by, the darker: so the pictured row falls off as rates grow.
  private var tone: Color { inks.step(scene.theme.kept, 1 - 0.6 * min(1, site.rate?.value ?? 0)) }

  private func fitted(_ words: String, _ width: Int) -> String {
    let cut = words.unicodeScalars.count > width ? StatusLine.cutFront(words, width) : words
    let left = (width - cut.unicodeScalars.count) / 2
    let space = String(repeating: " ", count: max(0, left))
    let rest = width - cut.unicodeScalars.count - left
    return space + cut + String(repeating: " ", count: max(0, rest))
  }

  /// The name in two lines where it has two parts that tell something; else the name and the factor.
  private var names: (String, String) {
    let parts = site.name.split(separator: ".")
    guard parts.count > 1, let last = parts.last else { return (site.name, factor) }
    let first = parts.dropLast().joined(separator: ".")
    let isPlain = ["path", "drop_path", "droppath", "drop"].contains(last)
    return (first, isPlain ? factor : String(last))
  }

  private var factor: String { "× " + decimal(site.scale ?? 1, 2) }

  private func drawNumbers(x: Int, _ rows: PathRows, _ canvas: inout Canvas) {
    let room = PathPanel.pitch - 1
    if let y = rows.rate, let rate = site.rate {
      canvas.write("p \(decimal(rate.value, 2))", inks.label, x: x, y: y, limit: room)
    }
    if let y = rows.batch { drawBatch(x: x, y: y, &canvas) }
    let samples = site.shape?.first ?? site.samples
    if let y = rows.kept {
      let kept = site.keptDecisions?.kept ?? (site.draw == .nothing ? samples : nil)
      canvas.write(
        kept.map { "\($0)/\(samples)" } ?? "–", inks.text, x: x, y: y, limit: room)
    }
    guard let y = rows.session else { return }
    let isDrawn = site.rate.map { $0.value > 0 } ?? true
    guard isDrawn, let sigma = scene.tally(site)?.kept.sigma else {
      let words = site.draw == .nothing || !isDrawn ? "not drawn" : "–"
      canvas.write(words, inks.faint, x: x, y: y, limit: room)
      return
    }
    let isOff = abs(sigma) >= SiteReading.Number.limit
    let mark =
      isOff
      ? Run("\(inks.warning)", inks.alarm) : Run("✓", inks.ink(inks.step(inks.theme.kept, 0.7)))
    canvas.write(
      [Run(Numerals.sigma(sigma) + " ", isOff ? inks.alarm : inks.label), mark], x: x, y: y,
      limit: room)
  }

  /// A dot for each sample that goes through, four to a cell; where there are more than fit, none.
  private func drawBatch(x: Int, y: Int, _ canvas: inout Canvas) {
    let samples = site.shape?.first ?? site.samples
    let cells = (samples + 3) / 4
    guard cells <= PathPanel.pitch - 2 else { return }
    let ink = inks.ink(inks.step(scene.theme.kept, 0.7))
    for cell in 0..<cells {
      var pattern: UInt8 = 0
      for dot in 0..<min(4, samples - 4 * cell) {
        let sample = 4 * cell + dot
        let isKept = site.mask.map { sample < $0.count && $0[sample] } ?? (site.draw == .nothing)
        if isKept { pattern |= Braille.bit(row: dot / 2, column: dot % 2) }
      }
      canvas[x + cell, y] = Cell(Braille.glyph(pattern), ink)
    }
  }
}

/// Through how many branches the samples of a batch go.
struct PathDepth {
  /// Branches of each sample.
  private let depths: [Int]
  let expected: Double
  private let variance: Double

  /// Nil where masks are not on record.
  init?(_ scene: Scene, _ sites: [Int]) {
    let calls = sites.map { scene.call.sites[$0] }
    guard let samples = calls.first.map({ $0.shape?.first ?? $0.samples }), 1...1 << 16 ~= samples
    else { return nil }
    var depths = Array(repeating: 0, count: samples)
    var (expected, variance) = (0.0, 0.0)
    for site in calls {
      if site.draw == .nothing {
        for sample in depths.indices { depths[sample] += 1 }
        expected += 1
        continue
      }
      guard let mask = site.mask, mask.count == samples, let rate = site.rate else { return nil }
      for sample in depths.indices where mask[sample] { depths[sample] += 1 }
      expected += rate.keep
      variance += rate.keep * rate.value
    }
    (self.depths, self.expected) = (depths, expected)
    self.variance = variance / Double(samples)
  }

  func own(_ sample: Int) -> Int { sample < depths.count ? depths[sample] : 0 }

  var mean: Double { Double(depths.reduce(0, +)) / Double(max(1, depths.count)) }

  var sigma: Double? { variance > 0 ? (mean - expected) / variance.squareRoot() : nil }

  /// How many samples go through 0, 1, 2 … branches.
  var counts: [Int] {
    var counts = Array(repeating: 0, count: (depths.max() ?? 0) + 1)
    for depth in depths { counts[depth] += 1 }
    return counts
  }
}

import DropoutEngine
import PlainText

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

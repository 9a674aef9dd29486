import DropoutEngine

/// One site over the calls: a dot is one call or, where several share it, their pooled kept, in
/// standard deviations from what the rate says. The shaded row is the band of 95 of 100.
struct TimeLane {
  let scene: Scene
  let axis: CallAxis
  let dots: LaneDots
  /// What is said where nothing is known, with more and with less room.
  var unknown = [
    "not known: these calls have no masks and no counts of kept", "kept is not known",
  ]

  /// From here on a call is off: 1 in 1.7 million.
  static let limit = 5.0
  /// The band that holds 95 of 100 healthy calls reaches so far up and down.
  private static let band = 1.96

  private var inks: Inks { scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    if rect.height >= 3 { drawBand(rect, &canvas) }
    drawTint(rect, &canvas)
    drawDots(rect, &canvas)
    drawWords(rect, &canvas)
    drawCursor(rect, &canvas)
  }

  private func bandRow(_ rect: Rect) -> Int { rect.y + rect.height / 2 }

  private func drawBand(_ rect: Rect, _ canvas: inout Canvas) {
    guard inks.hasColor else { return }
    let band = Style(
      foreground: scene.theme.text,
      background: scene.theme.ground.mixed(with: scene.theme.panel, 0.62))
    let row = Rect(x: rect.x, y: bandRow(rect), width: rect.width, height: 1)
    canvas.fill(row, with: Cell(" ", band))
  }

  /// Evaluation, where nothing is drawn, and calls of which nothing is known.
  private func drawTint(_ rect: Rect, _ canvas: inout Canvas) {
    let ink = inks.ink(inks.step(scene.theme.eval, 0.25), dim: true)
    var start: Int?
    for x in 0...rect.width {
      let isEval = x < rect.width && dots.isEval(cell: x)
      if isEval {
        start = start ?? x
        for y in rect.y..<rect.maxY { canvas[rect.x + x, y] = Cell("░", ink) }
      } else if let first = start {
        start = nil
        guard x - first >= 8, rect.height >= 3 else { continue }
        let ink = inks.ink(scene.theme.eval)
        canvas.write(" eval ", ink, x: rect.x + (first + x - 6) / 2, y: bandRow(rect))
      }
      guard x < rect.width, dots.isUnknown(cell: x), ofLaw == nil else { continue }
      canvas[rect.x + x, bandRow(rect)].glyph = "?"
      canvas[rect.x + x, bandRow(rect)].style.foreground = inks.faint.foreground
    }
  }

  private func drawDots(_ rect: Rect, _ canvas: inout Canvas) {
    for x in 0..<rect.width {
      var patterns = Array(repeating: UInt8(0), count: rect.height)
      var isOff = Array(repeating: false, count: rect.height)
      for side in 0...1 {
        let stretch = dots.site[2 * x + side]
        if let z = stretch.sigma {
          let row = row(of: z, rect.height)
          patterns[row / 4] |= Braille.bit(row: row % 4, column: side)
          if abs(z) >= TimeLane.limit { isOff[row / 4] = true }
        }
        guard stretch.impossible > 0 else { continue }
        // Below anything that evaluation allows, which keeps all.
        patterns[rect.height - 1] |= Braille.bit(row: 3, column: side)
        isOff[rect.height - 1] = true
      }
      for (y, pattern) in patterns.enumerated() where pattern != 0 {
        let ink = isOff[y] ? inks.alarm : inks.kept
        canvas[rect.x + x, rect.y + y].glyph = Braille.glyph(pattern)
        canvas[rect.x + x, rect.y + y].style.foreground = ink.foreground
        canvas[rect.x + x, rect.y + y].style.bold = ink.bold
        canvas[rect.x + x, rect.y + y].style.dim = ink.dim
        canvas[rect.x + x, rect.y + y].style.reverse = ink.reverse
      }
    }
  }

  /// The row of dots, 0.98σ high where there are three rows of cells; what is off the scale stands at
  /// the edge.
  private func row(of sigma: Double, _ height: Int) -> Int {
    let step = TimeLane.band / (height >= 3 ? 2 : 1)
    let centre = Double(4 * (height / 2)) + 1.5
    return Int(
      nearest: (max(0, min(Double(4 * height - 1), (centre - sigma / step).rounded()))).rounded(
        .down))
  }

  // MARK: - Words

  /// How far off the scale it is where most of it is, and why there is nothing to see.
  private func drawWords(_ rect: Rect, _ canvas: inout Canvas) {
    let (words, ink) = offScale ?? nothing ?? ([], inks.label)
    let room = rect.width - 4
    guard let text = words.first(where: { $0.unicodeScalars.count <= room }) else { return }
    guard rect.height >= 3 || ink == inks.label else { return }
    let x = rect.x + max(1, min(26, (rect.width - text.unicodeScalars.count) / 2))
    for (index, scalar) in (" " + text + " ").unicodeScalars.enumerated() {
      let y = bandRow(rect)
      canvas[x + index, y].glyph = Glyphs.safe(scalar)
      canvas[x + index, y].style.foreground = ink.foreground
      canvas[x + index, y].style.bold = ink.bold
      canvas[x + index, y].style.reverse = false
    }
  }

  private var offScale: (words: [String], ink: Style)? {
    let seen = dots.site.compactMap(\.sigma)
    let off = seen.filter { abs($0) >= TimeLane.limit }
    guard !off.isEmpty, off.count * 10 >= seen.count * 6 else { return nil }
    let middle = off.sorted()[off.count / 2]
    let distance = Numerals.grouped(Int(nearest: min(1e9, abs(middle) - TimeLane.band)))
    let place = "\(distance)σ \(middle > 0 ? "above" : "below") the band"
    let isPooled = axis.count > dots.site.count
    let who = off.count == seen.count ? "every" : "the middle"
    let long = isPooled ? "\(place) (calls pooled, \(who) dot)" : "\(place), off this scale"
    return ([long, place], inks.alarm)
  }

  private var nothing: (words: [String], ink: Style)? {
    let whole = dots.whole
    guard whole.tested == 0, whole.impossible == 0 else { return nil }
    if let words = ofLaw { return (words, inks.label) }
    if whole.unknown > 0 {
      return (unknown, inks.label)
    }
    if whole.certain > 0 {
      return (["nothing is left to chance: p is 0 or 1", "nothing is drawn"], inks.label)
    }
    if whole.calls == 0 { return (["it did not run in these calls", "did not run"], inks.label) }
    return nil
  }

  /// Why draws of some kinds have no σ of their own.
  private var ofLaw: [String]? {
    switch dots.law {
    case .factors:
      ["nothing is dropped here: values have factors, and no share kept", "nothing is dropped"]
    case .clusters:
      ["draws hang together: what is kept here is no count of coins", "draws hang together"]
    case .elements, .groups, .unknown: nil
    }
  }

  private func drawCursor(_ rect: Rect, _ canvas: inout Canvas) {
    guard axis.contains(scene.call.number) else { return }
    let x = rect.x + axis.cell(scene.call.number)
    for y in rect.y..<rect.maxY {
      canvas[x, y].glyph = "┃"
      canvas[x, y].style.foreground = inks.accent.foreground
      canvas[x, y].style.reverse = !inks.hasColor
      canvas[x, y].style.dim = false
    }
  }
}

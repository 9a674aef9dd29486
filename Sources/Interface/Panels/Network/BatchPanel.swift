import DropoutEngine

/// The mask of the whole batch: samples down, units across, a dot for each kept element while they
/// fit; else how much of each block was kept. Frozen, channel-wise and grouped masks show as repeats,
/// columns and stripes.
struct BatchPanel {
  let scene: Scene
  /// Where the site stands in the call; nil where it did not run.
  let index: Int?

  func draw(in rect: Rect, into canvas: inout Canvas) {
    if let index {
      BatchMask(scene: scene, site: scene.call.sites[index]).draw(in: rect, into: &canvas)
      return
    }
    let inks = scene.inks
    canvas.box(rect, inks.border, left: [Run("whole batch", inks.strong)])
    canvas.write(
      scene.absence, inks.label, x: rect.x + 2, y: rect.y + rect.height / 2, limit: rect.width - 4)
  }
}

/// The mask of one site that ran.
private struct BatchMask {
  let scene: Scene
  let site: SiteCall

  private var inks: Inks { scene.inks }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let density = MaskDensity(site)
    let labels = density.map { min(6, max(2, String($0.plane.rows).count)) + 1 } ?? 0
    let body = rect.inset(dx: 1, dy: 1)
    let area = Rect(
      x: body.x + labels, y: body.y, width: max(0, body.width - labels - 1),
      height: body.height)
    let isWhole = density.map { fits($0, in: area) } ?? false
    drawBox(rect, density, isWhole, area, &canvas)
    guard !area.isEmpty else { return }
    guard let density, site.draw != .nothing else {
      let words = site.draw == .nothing ? nothing : ["mask not logged", "–"]
      if let line = words.first(where: { $0.count <= body.width - 2 }) {
        canvas.write(
          line, inks.label, x: body.x + (body.width - line.count) / 2, y: body.y + body.height / 2)
      }
      return
    }
    if isWhole, let mask = site.mask {
      drawDots(mask, density.plane, area, labels, &canvas)
      drawUnits(mask, density.plane, area, &canvas)
    } else {
      drawShares(density, area, &canvas)
      label(
        density.plane.rows, lastRow: min(area.height, density.finest.rows), area, labels, &canvas)
    }
  }

  private func drawBox(
    _ rect: Rect, _ density: MaskDensity?, _ fits: Bool, _ area: Rect, _ canvas: inout Canvas
  ) {
    let name = StatusLine.cut(site.id.title, max(6, rect.width / 3))
    canvas.box(
      rect, inks.border,
      left: [Run("whole batch", inks.strong), Run("  " + name, inks.label)],
      right: extent(density, fits, area).map { [Run($0, inks.label)] })
  }

  private let nothing = [
    "nothing is drawn in evaluation: every value passes", "nothing is drawn: all pass",
    "nothing drawn",
  ]

  private func fits(_ density: MaskDensity, in area: Rect) -> Bool {
    site.mask != nil && density.plane.rows <= 4 * area.height
      && density.plane.columns <= 2 * area.width
  }

  /// What is down and across, in full and short.
  private func extent(_ density: MaskDensity?, _ fits: Bool, _ area: Rect) -> [String] {
    guard let plane = density?.plane else { return [] }
    let many = scene.kind(of: site).units.many
    let isBatch = site.maskShape?.count ?? 0 <= 2
    let words =
      isBatch
      ? "\(plane.rows) samples × \(plane.columns) \(many)"
      : "\(plane.rows) rows of \(plane.columns)"
    let short = "\(plane.rows) × \(plane.columns)"
    if let drawn = site.drawn, drawn != site.shape {
      let each = site.elements / max(1, site.maskElements)
      let isKnown = scene.kind(of: site) != nil
      let isSampled = isKnown && plane.rows == site.shape?.first && plane.columns > 1
      let rows =
        plane.rows == 1
        ? "\(plane.columns) \(isKnown ? many : "draws")"
        : isSampled ? "\(plane.rows) samples × \(plane.columns) \(many)" : words
      return ["\(rows), each draw for \(each) values", rows, short]
    }
    if fits { return [words + ", a dot is kept", words, short] }
    let each = plane.count / max(1, min(area.width, plane.columns) * min(area.height, plane.rows))
    return [words + ", shares of \(max(1, each))", "shares of \(max(1, each))", short]
  }

  private func drawDots(
    _ mask: Mask, _ plane: Plane, _ area: Rect, _ labels: Int, _ canvas: inout Canvas
  ) {
    let ink = inks.ink(inks.step(scene.theme.kept, 0.5))
    let rows = (plane.rows + 3) / 4
    for y in 0..<rows {
      for x in 0..<(plane.columns + 1) / 2 {
        var pattern: UInt8 = 0
        for row in 4 * y..<min(4 * y + 4, plane.rows) {
          for column in 2 * x..<min(2 * x + 2, plane.columns)
          where mask[row * plane.columns + column] {
            pattern |= Braille.bit(row: row - 4 * y, column: column - 2 * x)
          }
        }
        if pattern != 0 { canvas[area.x + x, area.y + y] = Cell(Braille.glyph(pattern), ink) }
      }
    }
    label(plane.rows, lastRow: rows, area, labels, &canvas)
  }

  /// The first row's number, which is the sample above where that is the first, and the last one's.
  private func label(
    _ count: Int, lastRow: Int, _ area: Rect, _ labels: Int, _ canvas: inout Canvas
  ) {
    guard lastRow > 0, labels > 0 else { return }
    func write(_ number: Int, row: Int, _ style: Style) {
      let text = "\(number)"
      guard text.count < labels else { return }
      canvas.write(text, style, x: area.x - 1 - text.count, y: area.y + row)
    }
    let sample = scene.state.sample
    let isSampled = !scene.showsWholeTensor && (site.maskShape?.count ?? 0) == 2
    write(1, row: 0, isSampled && sample < 4 ? inks.accent : inks.label)
    if count > 4, lastRow > 1 {
      let isLast = isSampled && sample >= 4 * (lastRow - 1)
      write(count, row: lastRow - 1, isLast ? inks.accent : inks.label)
    }
    guard isSampled, sample >= 4, sample < 4 * (lastRow - 1) else { return }
    write(sample + 1, row: sample / 4, inks.accent)
  }

  private func drawShares(_ density: MaskDensity, _ area: Rect, _ canvas: inout Canvas) {
    let finest = density.finest
    let (rows, columns) = (min(area.height, finest.rows), min(area.width, finest.columns))
    let keep = scene.expectedKeep(site)
    for (index, count) in density.cells(rows: rows, columns: columns).enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: max(1, columns))
      canvas[area.x + column, area.y + row] = DensityCell(inks: inks, keep: keep, most: 0.6)
        .cell(count)
    }
  }

  /// How often each unit was kept, two columns of dots a bar, where rows are left.
  private func drawUnits(_ mask: Mask, _ plane: Plane, _ area: Rect, _ canvas: inout Canvas) {
    let used = (plane.rows + 3) / 4
    guard area.height >= used + 2, plane.rows > 1, site.maskShape?.count ?? 0 == 2 else { return }
    var kept = Array(repeating: 0, count: plane.columns)
    for row in 0..<plane.rows {
      for column in 0..<plane.columns where mask[row * plane.columns + column] {
        kept[column] += 1
      }
    }
    let y = area.y + used
    let ink = inks.ink(inks.step(scene.theme.kept, 0.5))
    // Heights reach over three standard deviations to either side of what is expected.
    let two = 2 * plane.rows
    let expected = scene.expectedKeep(site).map {
      Expectation.binomial(count: Double(two), keep: $0)
    }
    let reach = 3 * (expected?.sd ?? 0)
    let low = max(0, (expected?.mean ?? 0) - reach)
    let high = reach > 0 ? min(Double(two), low + 2 * reach) : Double(two)
    for x in 0..<(plane.columns + 1) / 2 {
      let pair = kept[2 * x..<min(2 * x + 2, plane.columns)]
      let both = Double(pair.reduce(0, +)) * 2 / Double(pair.count)
      let share = (both - low) / (high - low)
      let eighths = max(1, min(8, Int(nearest: share * 8)))
      canvas[area.x + x, y] = Cell(Glyphs.eighths[eighths], ink)
    }
    let ends = "\(Int(nearest: low))…\(Int(nearest: high))"
    var choices = ["kept of each two units, \(ends) of \(two)", "kept of two, \(ends) of \(two)"]
    if let expected, let sd = expected.sd {
      let mean = "expected \(Int(nearest: expected.mean)) ± \(Int(nearest: 1.96 * sd))"
      choices = choices.map { "\($0), \(mean)" } + choices + [mean]
    }
    guard let words = choices.first(where: { $0.count <= area.width }) else { return }
    canvas.write(words, inks.label, x: area.x, y: y + 1)
  }
}

/// A block of elements: the share kept, by how far it lies from what the rate says.
struct DensityCell {
  let inks: Inks
  /// The chance of keeping; nil where it is not known, and the share itself is the tone.
  let keep: Double?
  /// The brightest tone.
  var most = 1.0

  func cell(_ count: KeptCount?) -> Cell {
    guard let count, count.of > 0 else { return Cell("–", inks.faint) }
    guard count.kept > 0 else { return Cell("·", inks.faint) }
    let ramp = Ramp(inks, inks.theme.kept)
    let tone = DensityCell.tone(count, keep: keep)
    guard let keep, keep > 0, keep < 1 else { return ramp.block(tone * most) }
    let glyph = inks.shadesCarryValue ? ramp.block(tone).glyph : "█"
    return Cell(glyph, ramp.style(at: tone * most))
  }

  /// 0.45 + 0.13 z, z in standard deviations, held to 0.12 … 1: healthy is grain, a flat field is
  /// all or nothing. The share itself where no rate leaves anything to chance.
  static func tone(_ count: KeptCount, keep: Double?) -> Double {
    let share = Double(count.kept) / Double(max(1, count.of))
    guard let keep, keep > 0, keep < 1 else { return share }
    let sd = (keep * (1 - keep) / Double(max(1, count.of))).squareRoot()
    return min(1, max(0.12, 0.45 + 0.13 * (share - keep) / sd))
  }
}

import DropoutEngine
import RealModule

/// The evidence of a finding as a picture: what one would look at to believe it.
struct FindingEvidence {
  let scene: Scene
  let finding: Finding

  private enum Picture {
    case kept, lane, masks, scales, ranks, units
  }

  private var inks: Inks { scene.inks }

  private var picture: Picture? {
    switch finding.rule {
    case "D03": gauge == nil ? nil : .kept
    case "D01", "D02", "D08", "D15": finding.sites.isEmpty ? nil : .lane
    case "D04": finding.number("scale")?.expected == nil ? nil : .scales
    case "D05": scene.arrival.ranks.map { $0.lanes.count > 1 } == true ? .ranks : nil
    case "D06": repeated?.first?.mask == nil ? nil : .masks
    case "D09": entry?.mask == nil || (entry?.samples ?? 0) < 2 ? nil : .units
    default: nil
    }
  }

  /// The finding's first site in the call on screen.
  private var entry: SiteCall? {
    finding.sites.first.flatMap { name in scene.call.sites.first { $0.name == name } }
  }

  /// Rows that the picture takes of those that are free; 0 where it has no room.
  func rows(width: Int, room: Int) -> Int {
    guard let picture, width >= 30 else { return 0 }
    let (least, most) =
      switch picture {
      case .kept: (2, 3)
      case .lane: (4, 4)
      case .masks: (4, 10)
      case .scales: (2, 2)
      case .ranks: (7, 14)
      case .units: (3, 5)
      }
    return room >= least ? min(room, most) : 0
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    switch picture {
    case .kept: drawKept(rect, &canvas)
    case .lane: drawLane(rect, &canvas)
    case .masks: drawMasks(rect, &canvas)
    case .scales: drawScales(rect, &canvas)
    case .ranks: drawRanks(rect, &canvas)
    case .units: drawUnits(rect, &canvas)
    case nil: break
    }
  }

  // MARK: - Kept, of all draws together

  /// All draws that were looked at on a line from none to all; nil where their number is not told.
  private var gauge: KeptGauge? {
    guard let rate = finding.number("drop rate"), let expected = rate.expected,
      let draws = finding.number("draws").flatMap({ Int(exactly: $0.measured.rounded()) }),
      draws > 0, (0...1).contains(rate.measured)
    else { return nil }
    let kept = Int((Double(draws) * (1 - rate.measured)).rounded())
    return KeptGauge(inks: inks, count: KeptCount(kept: kept, of: draws), keep: 1 - expected)
  }

  private func drawKept(_ rect: Rect, _ canvas: inout Canvas) {
    guard let gauge, let keep = gauge.keep else { return }
    let share = Double(gauge.count.kept) / Double(gauge.count.of)
    canvas.write(
      [
        Run("kept ", inks.label), Run(Numerals.percent(share), inks.alarm),
        Run(" of \(Numerals.grouped(gauge.count.of)) draws; the tick: ", inks.label),
        Run(Numerals.percent(keep), inks.accent), Run(", as p says", inks.label),
      ], x: rect.x, y: rect.y, limit: rect.width)
    gauge.draw(x: rect.x, y: rect.y + 1, width: min(rect.width, 100), into: &canvas)
  }

  // MARK: - Kept, call by call

  private func drawLane(_ rect: Rect, _ canvas: inout Canvas) {
    let site = finding.sites.first ?? ""
    let title = [
      Run("kept of \(StatusLine.cutFront(site, 24))", inks.text),
      Run(", call by call; the shaded row holds 95 of 100 healthy ones", inks.label),
    ]
    canvas.write(title, x: rect.x, y: rect.y, limit: rect.width)
    FindingTimelines.lane(scene, site, in: rect.below(1), &canvas)
  }

  // MARK: - The same mask again

  /// The two masks, once they are read.
  private var repeated: RepeatedMask? {
    RepeatedMaskQuestion(finding).flatMap { scene.state.inquired.answer(to: $0) }
  }

  private func drawMasks(_ rect: Rect, _ canvas: inout Canvas) {
    guard let question = RepeatedMaskQuestion(finding), let answer = repeated,
      let site = answer.first, let first = site.mask
    else { return }
    let again = answer.again?.mask
    let columns = rect.top(rect.height - 1).columns([.share(1), .exactly(2), .share(1)])
    let plane = Plane(site.maskShape ?? [first.count])
    for (place, (number, mask)) in [(question.first, first), (question.again, again)].enumerated() {
      let column = columns[2 * place]
      canvas.write("call \(number)", inks.text, x: column.x, y: column.y, limit: column.width)
      let area = column.below(1)
      if let mask {
        FindingEvidence.dots(mask, plane, area, inks.kept, &canvas)
      } else {
        canvas.write(
          "its mask is not on record", inks.label, x: area.x, y: area.y, limit: area.width)
      }
    }
    guard let again, first.count == again.count else { return }
    canvas.write(
      difference(first, again, site), x: rect.x, y: rect.maxY - 1, limit: rect.width)
  }

  /// `differ: 0 of 2048. Independent: 2p(1−p), 1024 ± 44`: two standard deviations.
  private func difference(_ first: Mask, _ mask: Mask, _ site: SiteCall) -> [Run] {
    let count = zip(first.words, mask.words).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    let begin = [
      Run("differ: ", inks.label), Run("\(count)", count == 0 ? inks.alarm : inks.strong),
      Run(" of \(mask.count)", inks.text),
    ]
    guard let rate = site.rate, rate.value > 0, rate.keep > 0 else { return begin }
    let share = 2 * rate.value * rate.keep
    let expected = Double(mask.count) * share
    let band = 2 * (expected * (1 - share)).squareRoot()
    return begin + [
      Run("   independent ones: ", inks.label),
      Run("\(Int(nearest: expected)) ± \(Int(nearest: band))", inks.accent),
    ]
  }

  /// The upper left of a mask, a dot an element.
  private static func dots(
    _ mask: Mask, _ plane: Plane, _ area: Rect, _ ink: Style, _ canvas: inout Canvas
  ) {
    let (rows, columns) = (min(plane.rows, 4 * area.height), min(plane.columns, 2 * area.width))
    guard rows > 0, columns > 0, plane.rows * plane.columns <= mask.count else { return }
    for y in 0..<(rows + 3) / 4 {
      for x in 0..<(columns + 1) / 2 {
        var pattern: UInt8 = 0
        for row in 4 * y..<min(rows, 4 * y + 4) {
          for column in 2 * x..<min(columns, 2 * x + 2)
          where mask[row * plane.columns + column] {
            pattern |= Braille.bit(row: row - 4 * y, column: column - 2 * x)
          }
        }
        if pattern != 0 { canvas[area.x + x, area.y + y] = Cell(Braille.glyph(pattern), ink) }
      }
    }
  }

  // MARK: - Scale

  private func drawScales(_ rect: Rect, _ canvas: inout Canvas) {
    guard let number = finding.number("scale"), let expected = number.expected else { return }
    guard number.measured.isFinite, expected.isFinite else { return }
    let most = max(abs(number.measured), abs(expected))
    let rows: [(String, Double, Style)] = [
      ("measured", number.measured, inks.alarm), ("expected", expected, inks.accent),
    ]
    for (row, (word, value, style)) in rows.enumerated() {
      let y = rect.y + row
      canvas.write(word, inks.label, x: rect.x, y: y)
      canvas.write("× " + Numerals.factor(value), style, x: rect.x + 10, y: y)
      let room = max(0, min(rect.width - 20, 60))
      let length = most > 0 ? Int(nearest: abs(value) / most * Double(room)) : 0
      let bar =
        inks.hasColor && row == 0 ? inks.ink(inks.theme.alarm) : row == 0 ? inks.text : style
      for x in 0..<length { canvas[rect.x + 20 + x, y] = Cell("━", bar) }
    }
  }

  // MARK: - Ranks

  private func drawRanks(_ rect: Rect, _ canvas: inout Canvas) {
    guard let ranks = scene.arrival.ranks else { return }
    let name = finding.sites.first
    let numbers = RankNumbers(ranks: ranks, site: name.map { SiteRun(name: $0) } ?? scene.site)
    let summary = numbers.summary
    let pair = summary.alike.first.map { (row: $0.a, column: $0.b) } ?? (row: 0, column: 1)
    RankMatrix(scene: scene, numbers: numbers, summary: summary, pair: pair).draw(
      in: rect, into: &canvas)
  }

  // MARK: - Units

  /// The share of this call's samples that kept each unit, as columns: those that are never kept are
  /// gaps.
  private func drawUnits(_ rect: Rect, _ canvas: inout Canvas) {
    guard let site = entry, let mask = site.mask else { return }
    let (samples, units) = (site.samples, site.units)
    guard samples > 0, units > 0, samples * units <= mask.count else { return }
    canvas.write(
      [
        Run("kept of each unit", inks.text),
        Run(", in \(samples) samples of call \(scene.call.number)", inks.label),
      ], x: rect.x, y: rect.y, limit: rect.width)
    let shown = min(units, rect.width)
    let (top, bottom) = (rect.y + 1, rect.maxY - 2)
    for place in 0..<shown {
      // The last units where not all fit: masks that are too short lack those.
      let unit = units - shown + place
      let kept = (0..<samples).count { mask[$0 * units + unit] }
      var eighths = 8 * (bottom - top + 1) * kept / samples
      for y in stride(from: bottom, through: top, by: -1) where eighths > 0 {
        canvas[rect.x + place, y] = Cell(Glyphs.eighths[min(8, eighths)], inks.kept)
        eighths -= 8
      }
      if kept == 0 { canvas[rect.x + place, bottom] = Cell(inks.warning, inks.alarm) }
    }
    let foot = "units \(units - shown) to \(units - 1)"
    canvas.write(foot, inks.label, x: rect.x, y: rect.maxY - 1, limit: rect.width)
  }
}

import DropoutEngine
import RealModule

/// The evidence of a finding as a picture: what one would look at to believe it.
struct FindingEvidence {
  let scene: Scene
  let finding: Finding

  private enum Picture {
    case kept, lane, masks, bars, ranks, units, grain
  }

  var inks: Inks { scene.inks }

  private var picture: Picture? {
    switch finding.rule {
    case "D03": gauge == nil ? nil : .kept
    case "D01", "D02", "D08", "D15": finding.sites.isEmpty ? nil : .lane
    case "D04", "D11", "D14": factor == nil ? nil : .bars
    case "D05": rankNumbers?.hasPairs == true ? .ranks : nil
    case "D06": repeated?.first?.mask == nil ? nil : .masks
    case "D07": grain == nil ? nil : .grain
    case "D09": entry?.mask == nil || (entry?.samples ?? 0) < 2 ? nil : .units
    default: nil
    }
  }

  /// The finding's first site in the call on screen.
  var entry: SiteCall? {
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
      case .bars: (2, 2)
      case .ranks: (7, 14)
      case .units: (3, 5)
      case .grain: (3, 10)
      }
    return room >= least ? min(room, most) : 0
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    switch picture {
    case .kept: drawKept(rect, &canvas)
    case .lane: drawLane(rect, &canvas)
    case .masks: drawMasks(rect, &canvas)
    case .bars: drawBars(rect, &canvas)
    case .ranks: drawRanks(rect, &canvas)
    case .units: drawUnits(rect, &canvas)
    case .grain: drawGrain(rect, &canvas)
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
    let name = Run("kept of \(StatusLine.cutFront(site, 24))", inks.text)
    let choices = [", call by call; the middle row holds 95 of 100 healthy ones", ", call by call"]
    let title = choices.map { [name, Run($0, inks.label)] }.first { $0.width <= rect.width }
    canvas.write(title ?? [name], x: rect.x, y: rect.y, limit: rect.width)
    FindingTimelines.lane(scene, site, in: rect.below(1), &canvas)
  }

  // MARK: - Measured and expected

  /// What is judged, where it is a factor or a share that something else is expected of.
  private var factor: (measured: Double, expected: Double, text: (Double) -> String)? {
    guard let number = finding.numbers.first(where: { $0.expected != nil }),
      let expected = number.expected, number.measured.isFinite, expected.isFinite
    else { return nil }
    let isShare = finding.rule == "D14"
    return (
      number.measured, expected,
      { isShare ? Numerals.percent($0) : "× " + Numerals.factor($0) }
    )
  }

  private func drawBars(_ rect: Rect, _ canvas: inout Canvas) {
    guard let factor else { return }
    let most = max(abs(factor.measured), abs(factor.expected))
    let rows: [(String, Double, Style)] = [
      ("measured", factor.measured, inks.alarm), ("expected", factor.expected, inks.accent),
    ]
    for (row, (word, value, style)) in rows.enumerated() {
      let y = rect.y + row
      canvas.write(word, inks.label, x: rect.x, y: y)
      canvas.write(factor.text(value), style, x: rect.x + 10, y: y)
      let room = max(0, min(rect.width - 20, 60))
      let length = most > 0 ? Int(nearest: abs(value) / most * Double(room)) : 0
      let bar =
        inks.hasColor && row == 0 ? inks.ink(inks.theme.alarm) : row == 0 ? inks.text : style
      for x in 0..<length { canvas[rect.x + 20 + x, y] = Cell("━", bar) }
    }
  }

  // MARK: - Ranks

  /// How often ranks agree; empty until two of them were read.
  private var rankNumbers: RankNumbers? {
    scene.arrival.ranks.map { ranks in
      RankNumbers(
        ranks: ranks, site: finding.sites.first.map { SiteRun(name: $0) } ?? scene.site)
    }
  }

  private func drawRanks(_ rect: Rect, _ canvas: inout Canvas) {
    guard let numbers = rankNumbers else { return }
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

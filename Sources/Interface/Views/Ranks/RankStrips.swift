import DropoutEngine

/// The selected site's mask of one call on every rank, a dot for a kept element, and beside it where
/// it differs from the rank that the others are held against.
struct RankStrips {
  let scene: Scene
  let numbers: RankNumbers
  let pair: (row: Int, column: Int)
  let strips: RanksState.Strips

  private static let label = 6
  private static let counts = 13
  /// From so many columns on, mask and difference stand side by side.
  static let bothWidth = 90

  private var inks: Inks { scene.inks }
  private var lanes: [RankLane] { numbers.ranks.lanes }

  /// Columns of a row of the panel, from its first cell.
  private struct Columns {
    var mask: Range<Int>?
    var difference: Range<Int>?
    var counts: Int?
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let body = rect.inset(dx: 1, dy: 1)
    let height = max(0, body.height - 1)
    let columns = columns(body.width)
    let plane = plane
    drawBox(rect, plane, columns, height, &canvas)
    guard height > 0, body.width > 12 else { return }
    drawHead(columns, body, &canvas)
    let rows = max(1, min(height / max(1, lanes.count), plane.map { ($0.rows + 3) / 4 } ?? 2))
    let shown = window(height / rows)
    for (place, lane) in shown.enumerated() {
      let area = Rect(x: body.x, y: body.y + 1 + place * rows, width: body.width, height: rows)
      drawLane(lane, plane, columns, area, &canvas)
      canvas.touch(area, .own("pair", pair.row * lanes.count + lane))
    }
    drawScroll(shown, rect, &canvas)
  }

  /// The mask's plane, as the first lane that has one tells it.
  private var plane: Plane? {
    lanes.indices.lazy.compactMap { numbers.entry($0) }.compactMap { entry in
      entry.mask == nil ? nil : entry.maskShape.map { Plane($0) }
    }.first { $0.count > 0 }
  }

  /// Lanes in sight, so many of them; the selected one among them.
  private func window(_ count: Int) -> Range<Int> {
    let count = max(1, min(count, lanes.count))
    let first = max(0, min(lanes.count - count, pair.column - count / 2))
    return first..<first + count
  }

  private func columns(_ width: Int) -> Columns {
    let counts = width >= 50 ? RankStrips.counts : 0
    let room = max(0, width - RankStrips.label - counts)
    var columns = Columns(counts: counts > 0 ? width - counts : nil)
    let first = RankStrips.label
    switch strips {
    case .both where width >= RankStrips.bothWidth:
      let mask = (room - 1) * 57 / 100
      columns.mask = first..<first + mask
      columns.difference = first + mask + 1..<first + room
    case .both, .mask: columns.mask = first..<first + room
    case .difference: columns.difference = first..<first + room
    }
    return columns
  }

  // MARK: - Border and head

  private func drawBox(
    _ rect: Rect, _ plane: Plane?, _ columns: Columns, _ height: Int, _ canvas: inout Canvas
  ) {
    let name = numbers.site.map { StatusLine.cut($0.title, 40) } ?? "no site"
    let title = Run("the same call on every rank", inks.strong)
    let rank = Run("rank \(numbers.rank(pair.row))", inks.hotkey)
    let shown = plane.map { ": " + extent($0, columns, height) } ?? ""
    let choices = [
      [title, Run("  \(name)\(shown)", inks.label)], [title, Run("  \(name)", inks.label)],
      [Run("ranks", inks.strong), Run("  \(name)", inks.label)],
    ]
    let left = choices.first { $0.width <= rect.width - 26 } ?? choices[2]
    canvas.box(
      rect, inks.border, left: left,
      right: [[Run("against ", inks.label), rank], [rank]])
  }

  /// `8 of 32 samples, 112 of 128 units`.
  private func extent(_ plane: Plane, _ columns: Columns, _ height: Int) -> String {
    let down = max(1, min(height / max(1, lanes.count), (plane.rows + 3) / 4)) * 4
    let across = (columns.mask ?? columns.difference).map { 2 * $0.count } ?? 0
    func part(_ shown: Int, _ all: Int, _ unit: String) -> String {
      shown >= all
        ? "\(Numerals.grouped(all)) \(unit)"
        : "\(Numerals.grouped(shown)) of \(Numerals.grouped(all)) \(unit)"
    }
    let isBatch = lanes.indices.lazy.compactMap { numbers.entry($0)?.maskShape?.count }.first == 2
    let unit = isBatch ? "sample" : "row"
    return part(down, plane.rows, plane.rows == 1 ? unit : unit + "s") + ", "
      + part(across, plane.columns, scene.siteWords.many)
  }

  private func drawHead(_ columns: Columns, _ body: Rect, _ canvas: inout Canvas) {
    canvas.write("rank", inks.label, x: body.x, y: body.y, limit: body.width)
    if let mask = columns.mask {
      write(["mask, a dot is kept", "mask"], inks.label, mask, body, body.y, &canvas)
    }
    if let difference = columns.difference {
      let from = "differs from rank \(numbers.rank(pair.row))"
      write(
        ["\(from), a dot is a difference", from, "differs"], inks.label, difference, body, body.y,
        &canvas)
    }
    if let counts = columns.counts {
      let text = "differ"
      canvas.write(text, inks.label, x: body.x + counts + 10 - text.count, y: body.y)
    }
  }

  private func write(
    _ choices: [String], _ style: Style, _ range: Range<Int>, _ body: Rect, _ y: Int,
    _ canvas: inout Canvas
  ) {
    guard let text = choices.first(where: { $0.unicodeScalars.count <= range.count }) else {
      return
    }
    canvas.write(text, style, x: body.x + range.lowerBound, y: y)
  }

  // MARK: - A lane

  private func drawLane(
    _ lane: Int, _ plane: Plane?, _ columns: Columns, _ area: Rect, _ canvas: inout Canvas
  ) {
    let difference = numbers.difference(lane, from: pair.row)
    let isAlarmed = difference.map { isAlike($0) && !isAccepted } ?? false
    drawLabel(lane, isAlarmed, area, &canvas)
    drawCounts(difference, isAlarmed, lane, columns, area, &canvas)
    let y = area.y + (area.height - 1) / 2
    if let absence = absence(lane) {
      let style = numbers.ranks.trouble(lanes[lane]) == nil ? inks.label : inks.alarm
      let range = columns.mask ?? columns.difference ?? 0..<0
      write(absence, style, range, area, y, &canvas)
      return
    }
    guard let entry = numbers.entry(lane) else { return }
    if let range = columns.mask {
      let tone = lane.isMultiple(of: 2) ? 0.8 : 0.55
      let ink = inks.ink(inks.step(scene.theme.kept, tone))
      drawMask(entry, plane, ink, cells(range, area), &canvas) { $0 }
    }
    guard let range = columns.difference else { return }
    if lane == pair.row { return write(["reference"], inks.label, range, area, area.y, &canvas) }
    guard let difference else {
      return write(["not to be compared", "–"], inks.label, range, area, y, &canvas)
    }
    if difference.isSame {
      drawSame(range, isAlarmed ? inks.alarm : inks.label, area, &canvas)
      return
    }
    guard let other = numbers.entry(pair.row)?.mask, entry.mask?.count == other.count else {
      return write(["digests differ"], inks.label, range, area, y, &canvas)
    }
    let tone = lane.isMultiple(of: 2) ? inks.text : inks.label
    drawMask(entry, plane, tone, cells(range, area), &canvas) { mask in
      Mask(words: zip(mask.words, other.words).map { $0 ^ $1 }, count: mask.count)
    }
  }

  private func isAlike(_ difference: RankNumbers.Difference) -> Bool {
    difference.sigma.map { $0 <= -PairTally.limit } ?? difference.isSame
  }

  /// Whether a person said that the ranks are to draw alike.
  private var isAccepted: Bool { RankVerdict.isAccepted(scene.state) }

  private func cells(_ range: Range<Int>, _ area: Rect) -> Rect {
    Rect(x: area.x + range.lowerBound, y: area.y, width: range.count, height: area.height)
  }

  private func drawLabel(
    _ lane: Int, _ isAlarmed: Bool, _ area: Rect, _ canvas: inout Canvas
  ) {
    let isSelected = lane == pair.row || lane == pair.column
    let number = "\(numbers.rank(lane))"
    let style = isAlarmed ? inks.alarm : isSelected ? inks.hotkey : inks.strong
    if lane == pair.column {
      canvas.write(
        [Run("‹", inks.accent), Run(number, style), Run("›", inks.accent)], x: area.x, y: area.y,
        limit: RankStrips.label)
    } else {
      canvas.write(number, style, x: area.x + 1, y: area.y, limit: RankStrips.label - 1)
    }
  }

  private func drawCounts(
    _ difference: RankNumbers.Difference?, _ isAlarmed: Bool, _ lane: Int, _ columns: Columns,
    _ area: Rect, _ canvas: inout Canvas
  ) {
    guard let x = columns.counts, let difference else { return }
    let count = difference.count.map { Numerals.grouped($0) } ?? "–"
    let sigma = Numerals.sigma(difference.sigma)
    let style = isAlarmed ? inks.alarm : inks.strong
    let small = isAlarmed ? inks.alarm : inks.label
    let right = area.x + x + 10
    if area.height > 1 {
      canvas.write(count, style, x: right - count.count, y: area.y)
      canvas.write(sigma, small, x: right - sigma.unicodeScalars.count, y: area.y + 1)
    } else {
      // A rank has one row: its σ says more than the count.
      canvas.write(sigma, small, x: right - sigma.unicodeScalars.count, y: area.y)
    }
    if isAlarmed {
      canvas.write(String(inks.warning), inks.alarm, x: right + 1, y: area.y)
    } else if !isAlike(difference) {
      let quiet = inks.ink(inks.step(scene.theme.kept, 0.7))
      canvas.write("✓", quiet, x: right + 1, y: area.y)
    }
  }

  private func drawSame(
    _ range: Range<Int>, _ style: Style, _ area: Rect, _ canvas: inout Canvas
  ) {
    for x in range { canvas[area.x + x, area.y] = Cell("╌", style) }
    guard area.height > 1 else { return }
    write(
      ["no difference: the same mask, bit for bit", "the same mask"], style, range, area,
      area.y + 1, &canvas)
  }

  /// Why there is no mask of a lane to show, the longest way to say it first; nil where there is one.
  private func absence(_ lane: Int) -> [String]? {
    let ranks = numbers.ranks
    let state = lanes[lane]
    if !ranks.isWhole { return ["…"] }
    if state.call == nil {
      if state.standing == .absent {
        let name = StatusLine.cutFront(state.name, 40)
        return ["not there yet: waiting for \(name)", "not there yet"]
      }
      let unit = ranks.hasSteps ? "step" : "call"
      if let words = ranks.trouble(state) {
        return ["\(words): it came to \(unit) \(Numerals.grouped(state.last))", words]
      }
      if state.standing == .reading { return ["it is being read"] }
      let wanted = Numerals.grouped(ranks.step ?? ranks.number)
      return state.last < (ranks.step ?? ranks.number)
        ? ["\(unit) \(wanted) is not there yet", "not yet"]
        : ["\(unit) \(wanted) is not on record", "not on record"]
    }
    guard let entry = numbers.entry(lane) else {
      return ["the site did not run in this call", "did not run"]
    }
    switch entry.draw {
    case .mask: return nil
    case .nothing: return ["nothing is drawn: all pass", "nothing drawn"]
    case .unrecorded(let digest?, _): return ["mask not logged; its digest is \(digest)", digest]
    case .unrecorded: return ["mask not logged"]
    }
  }

  /// The first rows and columns of a mask, as many as have room.
  private func drawMask(
    _ entry: SiteCall, _ plane: Plane?, _ ink: Style, _ area: Rect, _ canvas: inout Canvas,
    _ change: (Mask) -> Mask
  ) {
    guard let plane, let mask = entry.mask, mask.count == plane.count else { return }
    let shown = change(mask)
    let rows = min(plane.rows, 4 * area.height)
    let columns = min(plane.columns, 2 * area.width)
    for y in 0..<(rows + 3) / 4 {
      for x in 0..<(columns + 1) / 2 {
        var pattern: UInt8 = 0
        for row in 4 * y..<min(4 * y + 4, rows) {
          for column in 2 * x..<min(2 * x + 2, columns)
          where shown[row * plane.columns + column] {
            pattern |= Braille.bit(row: row - 4 * y, column: column - 2 * x)
          }
        }
        if pattern != 0 { canvas[area.x + x, area.y + y] = Cell(Braille.glyph(pattern), ink) }
      }
    }
  }

  private func drawScroll(_ shown: Range<Int>, _ rect: Rect, _ canvas: inout Canvas) {
    guard shown.count < lanes.count else { return }
    let y = rect.maxY - 1
    if shown.lowerBound > 0 {
      canvas.write(" ↑ \(shown.lowerBound) above ", inks.text, x: rect.x + 2, y: y)
    }
    if shown.upperBound < lanes.count {
      let text = " \(lanes.count - shown.upperBound) below ↓ "
      canvas.write(text, inks.text, x: rect.maxX - 2 - text.unicodeScalars.count, y: y)
    }
  }
}

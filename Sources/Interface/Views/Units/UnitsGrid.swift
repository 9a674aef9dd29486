import DropoutEngine

/// All units of a site by how often they were kept: tone by σ, the darkest least.
struct UnitsGrid {
  let figures: UnitsFigures

  private var inks: Inks { figures.inks }
  private var tone: Ramp { Ramp(inks, inks.theme.kept, floor: 0.12) }

  /// Tones end at so many σ.
  private static let reach = 2.5

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let count = figures.tally?.kept.count ?? 0
    let scope = figures.memory.isOfCall ? "this call" : "session"
    let word = figures.words.one
    let title = [
      [Run("how often each \(word) was kept", inks.strong), Run("  \(scope)", inks.label)],
      [Run("kept of each \(word)", inks.strong), Run("  \(scope)", inks.label)],
      [Run("kept", inks.strong)],
    ]
    canvas.box(
      rect, inks.border, left: title.first { $0.width + 4 <= rect.width } ?? [],
      right: count > 0
        ? [[Run("\(Numerals.grouped(count)) \(figures.words.many)", inks.label)]] : [])
    let inner = rect.inset(dx: 2, dy: 1)
    guard !inner.isEmpty else { return }
    guard let tally = figures.tally, count > 0 else {
      let words = StatusLine.cut(figures.absence, inner.width)
      canvas.write(
        words, inks.label, x: inner.x + max(0, (inner.width - words.unicodeScalars.count) / 2),
        y: inner.y + inner.height / 2, limit: inner.width)
      return
    }
    let area = gridArea(rect)
    let grid = grid(in: area, count)
    drawUnits(grid, tally, &canvas)
    canvas.touch(grid.rect) { point in
      guard let place = grid.unit(at: point), figures.order.indices.contains(place) else {
        return nil
      }
      return .own("unit", figures.order[place])
    }
    let lines = legend(tally, inner.width)
    for (row, y) in (area.maxY..<inner.maxY).enumerated() where row < lines.count {
      canvas.write(lines[row], x: inner.x, y: y, limit: inner.width)
    }
  }

  /// Units side by side in such a box.
  func columns(in rect: Rect) -> Int {
    grid(in: gridArea(rect), figures.order.count).unitsPerRow
  }

  /// As wide for its height as the room is, in whole rows where that is near.
  private func grid(in area: Rect, _ count: Int) -> UnitGrid {
    let most = area.width / 3
    guard count > 0, area.height > 0, most > 0 else { return UnitGrid(units: count, in: area) }
    let ideal = (Double(count) * Double(most) / Double(area.height)).squareRoot()
    let least = max(1, min(most, Int(nearest: ideal.rounded(.up))))
    let fitting = (least...max(least, min(most, 2 * least))).filter {
      (count + $0 - 1) / $0 <= area.height
    }
    let columns = fitting.first { count.isMultiple(of: $0) } ?? fitting.first
    return UnitGrid(units: count, in: area, columns: columns)
  }

  /// The gap after the last unit may lie in the margin.
  private func gridArea(_ rect: Rect) -> Rect {
    let inner = rect.inset(dx: 2, dy: 1)
    let legend = min(3, max(0, inner.height - 4))
    return Rect(
      x: inner.x, y: inner.y, width: inner.width + 1, height: max(0, inner.height - legend))
  }

  private func drawUnits(_ grid: UnitGrid, _ tally: UnitTally, _ canvas: inout Canvas) {
    let dead = figures.memory.showsDead ? Set(figures.dead) : []
    for cell in 0..<grid.cells {
      let (x, y) = grid.origin(ofCell: cell)
      if grid.isPaired {
        drawPair(grid.pair(ofCell: cell), x, y, &canvas)
        continue
      }
      let units = grid.units(ofCell: cell).compactMap {
        figures.order.indices.contains($0) ? figures.order[$0] : nil
      }
      guard let first = units.first else { continue }
      let isDead = !grid.isDensity && dead.contains(first)
      let cell = isDead ? Cell("╲", inks.faint) : block(mean(units), grid.pitch)
      canvas[x, y] = cell
      if grid.pitch == 3 {
        canvas[x + 1, y] = isDead ? Cell("╱", inks.faint) : cell
      }
      if units.contains(figures.selected) { mark(grid, x, y, &canvas) }
    }
  }

  /// What several units come to: Σz / √m.
  private func mean(_ units: [Int]) -> Double {
    let sum = units.reduce(0.0) { $0 + (figures.sigma($1) ?? 0) }
    return sum / Double(max(1, units.count)).squareRoot()
  }

  private func block(_ sigma: Double, _ pitch: Int) -> Cell {
    if abs(sigma) >= TimeLane.limit { return Cell("▇", inks.alarm) }
    var cell = tone.block((sigma + Self.reach) / (2 * Self.reach))
    if !inks.shadesCarryValue { cell.glyph = pitch == 2 ? "▆" : "▇" }
    return cell
  }

  private func drawPair(
    _ pair: (upper: Int?, lower: Int?), _ x: Int, _ y: Int, _ canvas: inout Canvas
  ) {
    let units = [pair.upper, pair.lower].map { place in
      place.flatMap { figures.order.indices.contains($0) ? figures.order[$0] : nil }
    }
    let shown = units.compactMap { $0 }
    guard !shown.isEmpty else { return }
    if inks.shadesCarryValue {
      canvas[x, y] = block(mean(shown), 1)
    } else {
      let colors = units.map { unit in
        unit.flatMap { block(figures.sigma($0) ?? 0, 1).style.foreground } ?? inks.theme.ground
      }
      canvas[x, y] = Cell("▀", Style(foreground: colors[0], background: colors[1]))
    }
    if shown.contains(figures.selected) { canvas[x, y].style = highlighted }
  }

  private func mark(_ grid: UnitGrid, _ x: Int, _ y: Int, _ canvas: inout Canvas) {
    guard grid.pitch > 1 else {
      canvas[x, y].style = highlighted
      return
    }
    canvas[x - 1, y] = Cell("‹", inks.hotkey)
    canvas[x + grid.pitch - 1, y] = Cell("›", inks.hotkey)
  }

  private var highlighted: Style {
    inks.hasColor ? inks.accent : Style(bold: true, reverse: true)
  }

  // MARK: - Legend

  private func legend(_ tally: UnitTally, _ width: Int) -> [[Run]] {
    [deadLine(width), extremesLine(tally), scaleLine(tally)].reversed().map { runs in
      runs.first { $0.width <= width } ?? runs.last ?? []
    }
  }

  /// `less ▇▇▇▇ more  than 6118 of 12448`.
  private func scaleLine(_ tally: UnitTally) -> [[Run]] {
    let expected = Run(Numerals.grouped(Int(nearest: tally.expected)), inks.text)
    let of = Run(" of \(Numerals.grouped(tally.rows))", inks.label)
    let steps = 12
    let ramp = (0..<steps).map { step -> Run in
      let sigma = (Double(step) / Double(steps - 1) * 2 - 1) * Self.reach * 0.99
      let cell = block(sigma, 3)
      return Run(String(Character(cell.glyph)), cell.style)
    }
    let scale = [Run("less ", inks.label)] + ramp + [Run(" more than ", inks.label)]
    return [scale + [expected, of], [Run("expected ", inks.label), expected, of]]
  }

  private func extremesLine(_ tally: UnitTally) -> [[Run]] {
    guard let extremes = tally.extremes else { return [[]] }
    func unit(_ word: String, _ unit: Int) -> [Run] {
      let sigma = figures.sigma(unit)
      let isOff = sigma.map { abs($0) >= TimeLane.limit } ?? false
      return [
        Run(word, inks.label), Run("\(figures.words.one) \(unit) ", inks.text),
        Run(Numerals.sigma(sigma), isOff ? inks.alarm : inks.label),
      ]
    }
    let (least, most) = (unit("least ", extremes.least), unit("most ", extremes.most))
    return [least + [Run("    ", inks.label)] + most, least + [Run(" ", inks.label)] + most, least]
  }

  private func deadLine(_ width: Int) -> [[Run]] {
    guard let activity = figures.history?.activity, activity.recentCalls > 0 else {
      return [[Run("values before the mask are not on record", inks.label)], []]
    }
    let calls = activity.recentCalls
    let dead = figures.dead
    let key = Run("x", inks.hotkey)
    if figures.memory.showsDead, !dead.isEmpty {
      var names = ""
      for unit in dead where names.count + "\(unit)".count + 8 < width { names += " \(unit)" }
      let all = names.split(separator: " ").count == dead.count
      return [[Run("dead:", inks.label), Run(names, inks.text), Run(all ? "" : " …", inks.label)]]
    }
    let number = Run("\(dead.count)", inks.text)
    return [
      [
        Run("dead, zero before in all of \(calls) calls: ", inks.label), number,
        Run(" ", inks.label),
        key, Run(" lists", inks.label),
      ],
      [Run("dead in \(calls) calls: ", inks.label), number, Run(" ", inks.label), key],
      [Run("dead ", inks.label), number],
    ]
  }
}

import DropoutEngine
import PlainText

/// Some real units with their arithmetic: before, mask, scale, after, of this call and one sample.
struct WhyUnitsPanel {
  let scene: Scene
  let page: Int

  private static let label = 9
  private var inks: Inks { scene.inks }

  /// One unit of the sample.
  private struct Unit {
    var number: Int
    var before: Float?
    var after: Float?
    var isKept: Bool?
    var masked: Float?
    var factor: Double?
  }

  /// Where things stand: how wide a unit is, how many there are, rows of bars.
  private struct Plan {
    var pitch: Int
    var count: Int
    var hasMeans: Bool
    var before: Int
    var after: Int
    var hasAir: Bool

    init(_ body: Rect, growth: Double) {
      let label = WhyUnitsPanel.label
      let room = body.width - label
      hasMeans = room >= 4 * 6 + 7
      let free = room - (hasMeans ? 8 : 0)
      pitch = free >= 8 * 7 ? 7 : 6
      count = max(1, free / pitch)
      let rows = max(0, body.height - 6)
      // What a log says of a scale may be no number.
      let shares = 2 + (growth.isFinite ? min(3, max(1, growth)) : 1)
      before = min(5, Int(nearest: (Double(rows) / shares).rounded(.down)))
      after = min(
        max(0, rows - 2 * before),
        Int(nearest: (Double(before) * shares - 2 * Double(before)).rounded(.up)))
      hasAir = rows - 2 * before - after >= 2
    }
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let body = rect.inset(dx: 2, dy: 1)
    guard let index = scene.selected, let facts = WhyFacts(scene) else {
      canvas.box(rect, inks.border, left: [Run("units", inks.strong)])
      canvas.write(scene.absence, inks.label, x: body.x, y: body.y, limit: body.width)
      return
    }
    let site = scene.call.sites[index]
    let plan = Plan(body, growth: abs(facts.scale ?? 1))
    let all = LayerUnits(scene, layer: index)
    let units = chosen(site, all, plan.count)
    // Of several values that share a draw their mean.
    let means = all.areMeans ? ", means" : ""
    canvas.box(
      rect, inks.border,
      left: [
        Run(
          "\(units.count) \(units.count == 1 ? facts.one : facts.many) of \(facts.site)",
          inks.strong),
        Run("  this call, \(place(site))\(means)", inks.label),
      ], right: [[Run("h l", inks.hotkey), Run(" others", inks.label)]])
    guard !units.isEmpty, !body.isEmpty else {
      let words = "no mask of single \(facts.many) is on record here"
      canvas.write(words, inks.label, x: body.x, y: body.y, limit: body.width)
      return
    }
    draw(units, site, facts, plan, body, &canvas)
  }

  private func place(_ site: SiteCall) -> String {
    let hasSamples = scene.kind(of: site)?.hasSamples ?? true
    return scene.isWhole(site) || !hasSamples ? "all of it" : "sample \(scene.state.sample + 1)"
  }

  /// Those that have something to show first: a page has one that is zero before at most, where
  /// there are enough others.
  private func chosen(_ site: SiteCall, _ units: LayerUnits, _ count: Int) -> [Unit] {
    let known = 0..<min(units.count, 1 << 16)
    guard !units.isUnknown, !units.isOnTiles, !known.isEmpty, count > 0 else { return [] }
    let live = known.filter { units.before($0).map { $0 != 0 } ?? true }
    let zero = known.first { units.before($0) == 0 }
    let isFew = live.count < count
    let pool = isFew ? Array(known) : live
    let room = isFew || zero == nil ? count : count - 1
    let pages = (pool.count + max(1, room) - 1) / max(1, room)
    let page = ((page % pages) + pages) % pages
    let start = min(page * room, max(0, pool.count - room))
    var numbers = Array(pool[start..<min(pool.count, start + room)])
    mix(&numbers, of: pool, units)
    if !isFew, let zero { numbers = (numbers + [zero]).sorted() }
    return numbers.map { number in
      let (before, kept) = (units.mean(before: number), units.isKept(number))
      let factor = units.factor(number)
      let masked = before.flatMap { value in
        factor.map { value * Float($0) } ?? kept.map { $0 ? value : Float(site.fill ?? 0) }
      }
      return Unit(
        number: number, before: before, after: units.mean(after: number), isKept: kept,
        masked: masked, factor: factor)
    }
  }

  /// Where all have one fate and others of the pool another, the last makes room for one of those.
  private func mix(_ numbers: inout [Int], of pool: [Int], _ units: LayerUnits) {
    guard numbers.count > 1, let fate = units.isKept(numbers[0]),
      numbers.allSatisfy({ units.isKept($0) == fate }),
      let other = pool.first(where: { units.isKept($0) == !fate })
    else { return }
    numbers[numbers.count - 1] = other
    numbers.sort()
  }

  // MARK: - Drawing

  private func draw(
    _ units: [Unit], _ site: SiteCall, _ facts: WhyFacts, _ plan: Plan, _ body: Rect,
    _ canvas: inout Canvas
  ) {
    let tallest =
      units.flatMap { [$0.before, $0.masked] }.compactMap(\.self).map(abs)
      .filter(\.isFinite).max() ?? 0
    let stages = site.stages
    var pen = Pen(panel: self, body: body, plan: plan, y: body.y, tallest: Double(tallest))
    pen.heads(units, facts, &canvas)
    pen.stage(
      "before", inks.theme.before, units.map(\.before), plan.before, stages?.before.mean, &canvas)
    if plan.hasAir { pen.y += 1 }
    pen.masks(units, facts, &canvas)
    pen.stage(
      "masked", inks.theme.kept, units.map(\.masked), plan.before, stages?.masked.mean, &canvas)
    if plan.hasAir { pen.y += 1 }
    pen.scales(units, facts, &canvas)
    pen.stage(
      "after", inks.theme.after, units.map(\.after), plan.after, stages?.after.mean, &canvas)
  }

  /// Draws row after row.
  private struct Pen {
    let panel: WhyUnitsPanel
    let body: Rect
    let plan: Plan
    var y: Int
    let tallest: Double

    private var inks: Inks { panel.inks }
    private var meanX: Int { body.maxX - 7 }

    private func x(_ place: Int) -> Int { body.x + WhyUnitsPanel.label + place * plan.pitch }

    private func write(_ text: String, _ style: Style, _ x: Int, _ canvas: inout Canvas) {
      guard y < body.maxY else { return }
      canvas.write(text, style, x: x, y: y, limit: max(0, body.maxX - x))
    }

    private func mean(_ text: String, _ style: Style, _ canvas: inout Canvas) {
      if plan.hasMeans { write(text, style, meanX, &canvas) }
    }

    mutating func heads(_ units: [Unit], _ facts: WhyFacts, _ canvas: inout Canvas) {
      write(facts.one, inks.label, body.x, &canvas)
      for (place, unit) in units.enumerated() {
        write("\(unit.number)", inks.label, x(place), &canvas)
      }
      mean("all", inks.label, &canvas)
      y += 1
    }

    /// Bars over numbers.
    mutating func stage(
      _ name: String, _ color: Color, _ values: [Float?], _ rows: Int, _ mean: Double?,
      _ canvas: inout Canvas
    ) {
      for (place, value) in values.enumerated() {
        if let value { bar(Double(value), color, rows, x(place), &canvas) }
      }
      y += rows
      write(name, inks.ink(color), body.x, &canvas)
      for (place, value) in values.enumerated() {
        let isZero = value == 0
        let text = value.map { WhyFacts.plain(Double($0), abs($0) < 10 ? 2 : 1) } ?? "–"
        write(text, isZero || value == nil ? inks.faint : inks.text, x(place), &canvas)
      }
      if let mean {
        self.mean(Numerals.short(mean), inks.measured, &canvas)
        if rows > 0 {
          y -= 1
          self.mean("mean", inks.label, &canvas)
          y += 1
        }
      }
      y += 1
    }

    /// One unit's bar, four cells wide, standing on the number.
    private func bar(
      _ value: Double, _ color: Color, _ rows: Int, _ x: Int, _ canvas: inout Canvas
    ) {
      guard rows > 0, y + rows <= body.maxY else { return }
      let color = value < 0 ? inks.theme.negative : color
      // The largest before fills its rows; after has the same scale.
      let share = tallest > 0 && value.isFinite ? abs(value) / tallest : 0
      let eighths = Int(nearest: min(Double(8 * rows), share * Double(8 * plan.before)))
      guard eighths > 0 else {
        canvas[x + 1, y + rows - 1] = Cell("·", inks.faint)
        return
      }
      let ramp = Ramp(inks, color)
      for row in 0..<rows {
        let filled = max(0, min(8, eighths - 8 * row))
        guard filled > 0 else { return }
        let tone = 0.55 + 0.4 * Double(row + 1) / Double(rows)
        for column in 0..<4 {
          canvas[x + column, y + rows - 1 - row] = Cell(
            Glyphs.eighths[filled], ramp.style(at: tone))
        }
      }
    }

    mutating func masks(_ units: [Unit], _ facts: WhyFacts, _ canvas: inout Canvas) {
      let isDrawn = facts.isDrawn != false
      let word = facts.hasFactors ? "× factor" : "× mask"
      write(isDrawn ? word : "no mask", inks.kept, body.x, &canvas)
      for (place, unit) in units.enumerated() {
        guard isDrawn else {
          write("↓", inks.kept, x(place), &canvas)
          continue
        }
        if let factor = unit.factor {
          let style = inks.ink(factor < 0 ? inks.theme.negative : inks.theme.kept, bold: true)
          write("× " + WhyFacts.plain(factor, 2), style, x(place), &canvas)
          continue
        }
        let style = unit.isKept == true ? inks.ink(inks.theme.kept, bold: true) : inks.label
        write(unit.isKept.map { $0 ? "1 ↓" : "0 ✗" } ?? "–", style, x(place), &canvas)
      }
      mean(isDrawn ? "coins" : "no coin", inks.label, &canvas)
      y += 1
    }

    mutating func scales(_ units: [Unit], _ facts: WhyFacts, _ canvas: inout Canvas) {
      guard let scale = facts.scale else {
        write("× scale", inks.after, body.x, &canvas)
        y += 1
        return
      }
      let isOff = facts.isScaleOff
      let style = isOff ? inks.alarm : inks.ink(inks.theme.after, bold: true)
      write("× " + Numerals.factor(scale), style, body.x, &canvas)
      for (place, unit) in units.enumerated() where unit.isKept == true {
        write("× " + WhyFacts.short(scale), isOff ? inks.alarm : inks.after, x(place), &canvas)
      }
      let formula =
        facts.repair != .byMode
        ? ""
        : facts.mode == .vanilla && !facts.isTraining
          ? "× (1−p)" : facts.mode == .inverted && facts.isTraining ? "÷ (1−p)" : ""
      mean(formula, inks.label, &canvas)
      y += 1
    }
  }
}

import DropoutEngine

/// How many units of the sample were kept, in words: `kept 61/128  47.7%  95% keep 53…75  −0.5σ ✓`.
struct KeptLine {
  let scene: Scene
  let index: Int
  let units: LayerUnits

  private var inks: Inks { scene.inks }
  private var site: SiteCall { scene.call.sites[index] }

  /// What the units show, or what the record says of the whole tensor where it has no mask.
  private var count: KeptCount? {
    if !units.isUnknown { return units.keptOfAll }
    return site.keptDecisions
      ?? site.kept.flatMap { kept in site.size.map { KeptCount(kept: kept, of: $0) } }
  }

  var gauge: KeptGauge? {
    guard let count else { return nil }
    let reading = scene.reading(index)
    // A kind that is not known here may keep with another chance.
    guard let expected = reading.kept.expected, let draws = reading.draws, draws > 0 else {
      return KeptGauge(inks: inks, count: count, keep: nil)
    }
    let keep = expected.mean / Double(draws)
    let coins = Expectation.binomial(count: Double(draws), keep: keep).sd ?? 0
    let spread = expected.sd.map { coins > 0 ? $0 / coins : 1 } ?? 1
    return KeptGauge(inks: inks, count: count, keep: keep, spread: spread)
  }

  /// That the mask on screen was drawn before, where that was found.
  var repeated: String? {
    guard let finding = scene.findings(on: site).first(where: { $0.rule == "D06" }),
      let distance = finding.count("calls earlier"), distance >= 1,
      let from = finding.from, site.isDrawn == true, scene.call.number >= from
    else { return nil }
    return "same mask as call \(scene.call.number - distance)"
  }

  func draw(in row: Rect, into canvas: inout Canvas) {
    if let factors = FactorWords(scene, site) {
      let parts = factors.parts.fitting(row.width, gap: 1)
      canvas.write(parts, x: row.x, y: row.y, gap: 1)
      return
    }
    guard let gauge else {
      canvas.write("kept –", inks.label, x: row.x, y: row.y, limit: row.width)
      return
    }
    let strong = gauge.isOff ? inks.alarm : inks.measured
    let share = gauge.count.of == 0 ? 1 : Double(gauge.count.kept) / Double(gauge.count.of)
    var left = [Part(2, [Run("kept", inks.label)]), Part(0, [Run(words(gauge), strong)])]
    if let word { left.append(Part(4, [Run(word, inks.label)])) }
    left.append(
      Part(5, [Run(" " + Numerals.percent(share), gauge.isOff ? inks.alarm : inks.text)]))
    var right: [Part] = []
    if let band = gauge.band {
      let numbers = "\(band.lowerBound)…\(band.upperBound)"
      right.append(Part(3, [Run("95% keep " + numbers + "  ", inks.label)]))
    }
    right.append(Part(1, verdict(gauge) + spaced(mark(gauge))))
    let kept = (left + right).fitting(row.width, gap: 1)
    let tail = kept.filter { $0.rank == 1 || $0.rank == 3 }
    canvas.write(kept.filter { $0.rank != 1 && $0.rank != 3 }, x: row.x, y: row.y, gap: 1)
    canvas.write(tail, x: row.maxX - tail.joinedWidth(1), y: row.y, gap: 1)
  }

  /// Set into the lower border of a low box.
  ///
  /// - Parameter unit: words on the selected unit, which stand in place of it.
  func drawBorder(_ rect: Rect, _ unit: [Part]?, into canvas: inout Canvas) {
    guard rect.width > 8 else { return }
    let (y, room) = (rect.maxY - 1, rect.width - 6)
    if let unit {
      let parts = unit.fitting(room, gap: 1)
      canvas.write(" ", inks.border, x: rect.x + 2, y: y)
      canvas.write(parts, x: rect.x + 3, y: y, gap: 1)
      for gap in parts.gaps(from: rect.x + 3) { canvas[gap, y] = Cell(" ", inks.ground) }
      return
    }
    if let factors = FactorWords(scene, site) {
      return write(factors.parts.fitting(room, gap: 1), at: rect.x + 3, y, &canvas)
    }
    guard let gauge else { return }
    var left = [
      Part(3, [Run("kept", inks.label)]),
      Part(0, [Run(words(gauge), gauge.isOff ? inks.alarm : inks.measured)]),
    ]
    if let word { left.append(Part(5, [Run(word, inks.label)])) }
    if let same = repeated {
      left = [Part(0, [Run("\(inks.warning) \(same)", inks.alarm)])]
    } else if let band = gauge.band {
      left.append(Part(4, [Run("95% \(band.lowerBound)…\(band.upperBound)", inks.label)]))
    }
    let short = verdict(gauge)
    let chosen = (left + [Part(1, short + spaced(mark(gauge)), short: short)]).fitting(room, gap: 1)
    write(chosen.filter { $0.rank != 1 }, at: rect.x + 3, y, &canvas)
    let last = chosen.filter { $0.rank == 1 }
    write(last, at: rect.maxX - 2 - last.joinedWidth(1) - 1, y, &canvas)
  }

  private func write(_ parts: [Part], at x: Int, _ y: Int, _ canvas: inout Canvas) {
    guard !parts.isEmpty else { return }
    let width = parts.joinedWidth(1)
    for column in x - 1..<x + width + 1 { canvas[column, y] = Cell(" ", inks.ground) }
    canvas.write(parts, x: x, y: y, gap: 1)
  }

  /// What was drawn, where it is no single unit: `channels`.
  private var word: String? {
    let words = scene.kind(of: site).units.many
    return words == "units" ? nil : words
  }

  private func words(_ gauge: KeptGauge) -> String {
    "\(gauge.count.kept)/\(gauge.count.of)"
  }

  private func verdict(_ gauge: KeptGauge) -> [Run] {
    guard let sigma = gauge.sigma else {
      if gauge.isOff { return [Run("\(inks.warning)", inks.alarm)] }
      return [Run(site.isDrawn == true ? "–" : "not drawn", inks.label)]
    }
    let style = gauge.isOff ? inks.alarm : inks.label
    return [Run(Numerals.sigma(sigma), style)]
  }

  private func spaced(_ runs: [Run]) -> [Run] {
    runs.isEmpty ? [] : [Run(" ", inks.label)] + runs
  }

  private func mark(_ gauge: KeptGauge) -> [Run] {
    guard gauge.sigma != nil else { return [] }
    return gauge.isOff
      ? [Run("\(inks.warning)", inks.alarm)]
      : [Run("✓", inks.ink(inks.step(inks.theme.kept, 0.7)))]
  }
}

extension Array where Element == Part {
  /// The columns between parts that stand one cell apart.
  func gaps(from x: Int) -> [Int] {
    var column = x
    return dropLast().map { part in
      column += part.runs.width + 1
      return column - 1
    }
  }
}

import DropoutEngine

/// What the inspector says of one unit, block by block.
struct UnitBlocks {
  typealias Block = UnitInspector.Block

  let figures: UnitsFigures
  let width: Int
  let height: Int

  private var inks: Inks { figures.inks }
  private var scene: Scene { figures.scene }
  private var unit: Int { figures.selected }
  private var sample: Int { figures.sample }
  private var unknown: Run { Run("not known", inks.faint) }

  var all: [Block] {
    [call, kept, history, values, links, neighbours, leave].compactMap(\.self)
  }

  // MARK: - This call

  private var call: Block {
    var lines: [Block.Line] = [
      .runs([Run("this call\(figures.sampleWords)", inks.faint)])
    ]
    guard let index = scene.selected else {
      return Block(rank: 1, lines: lines + [.runs([Run(scene.absence, inks.label)])])
    }
    let site = scene.call.sites[index]
    let units = LayerUnits(scene, layer: index)
    let kept = unit < units.count ? units.isKept(unit) : nil
    if let line = preactivation(units.before(unit)) { lines.append(line) }
    lines += [
      row(
        units.areMeans ? "mean" : "before",
        units.mean(before: unit).map { Numerals.short(Double($0)) }, inks.before),
      row(
        "× mask", kept.map { site.draw == .nothing ? "not drawn" : $0 ? "1 kept" : "0 dropped" },
        kept == false ? inks.label : inks.kept),
      row("× scale", site.scale.map(Numerals.factor), inks.strong),
      row("after", units.mean(after: unit).map { Numerals.short(Double($0)) }, inks.after),
    ]
    return Block(rank: 1, lines: lines)
  }

  private func row(_ word: String, _ value: String?, _ style: Style) -> Block.Line {
    let pad = String(repeating: " ", count: max(1, 9 - word.unicodeScalars.count))
    return .runs([
      Run(word + pad, inks.label), value.map { Run($0, style) } ?? unknown,
    ])
  }

  /// W x + b where it is known; what is above zero is handed on as it is.
  private func preactivation(_ before: Float?) -> Block.Line? {
    guard let before, figures.answer?.feeding != nil else { return nil }
    if let known = figures.answer?.preactivations, known.call == scene.call.number {
      let place = sample * (figures.history?.units ?? 0) + unit
      if known.values.indices.contains(place) {
        return row("W·x + b", Numerals.short(Double(known.values[place])), inks.text)
      }
    }
    return row("W·x + b", before > 0 ? Numerals.short(Double(before)) : "0 or less", inks.text)
  }

  // MARK: - The session

  private var kept: Block? {
    guard let tally = figures.tally, tally.kept.indices.contains(unit) else {
      return Block(rank: 2, lines: [.runs([Run(figures.absence, inks.label)])])
    }
    let scope = figures.memory.isOfCall ? "kept in this call" : "kept in this session"
    let count = Int(tally.kept[unit])
    let rows = Double(max(1, tally.rows))
    let sigma = figures.sigma(unit)
    let isOff = sigma.map { abs($0) >= TimeLane.limit } ?? false
    let mark = isOff ? Run("\(inks.warning)", inks.alarm) : inks.check
    let share = decimalPercent(Double(count) / rows, tally.rows)
    let right =
      sigma == nil ? [] : [Run(Numerals.sigma(sigma) + " ", isOff ? inks.alarm : inks.label), mark]
    var lines: [Block.Line] = [
      .runs([Run(scope, inks.faint)]),
      .runs(
        [
          Run("\(count)", inks.strong), Run(" of \(tally.rows)  ", inks.label),
          Run(share, inks.text),
        ], right: right),
    ]
    if figures.hasChance {
      let band = tally.band
      let low = decimalPercent(Double(band.lowerBound) / rows, tally.rows)
      let high = decimalPercent(Double(band.upperBound) / rows, tally.rows)
      lines.append(
        .runs([Run("95% of \(figures.words.many): \(low.dropLast())…\(high)", inks.label)]))
      lines.append(.gauge(sigma))
    }
    return Block(rank: 2, lines: lines)
  }

  /// More digits where there are the draws for them.
  private func decimalPercent(_ share: Double, _ rows: Int) -> String {
    Numerals.percent(share, rows >= 10_000 ? 2 : 1)
  }

  // MARK: - The last calls

  /// The unit's bits in the last masks of the sample, oldest first.
  private var bits: [Bool] { bits(of: unit) }

  private func bits(of unit: Int) -> [Bool] {
    guard let history = figures.history, history.units > 0 else { return [] }
    let element = sample * history.units + unit
    return history.recent.compactMap { drawn in
      drawn.number <= scene.call.number && element < drawn.mask.count ? drawn.mask[element] : nil
    }
  }

  private var history: Block? {
    let bits = bits
    guard !bits.isEmpty else { return nil }
    let most = figures.memory.isWhole ? max(1, height / 3) : height >= 26 ? 4 : 2
    let rows = max(1, min(most, (bits.count + width - 1) / width))
    let shown = Array(bits.suffix(rows * width))
    var lines: [Block.Line] = [
      .runs([Run("last \(shown.count) calls\(figures.sampleWords)", inks.faint)])
    ]
    for start in stride(from: 0, to: shown.count, by: width) {
      lines.append(
        .cells(
          shown[start..<min(shown.count, start + width)].map(mark)))
    }
    return Block(rank: 3, lines: lines + runs)
  }

  private func mark(_ isKept: Bool) -> Cell {
    Cell(
      isKept ? "▇" : "·",
      isKept ? inks.ink(inks.step(inks.theme.kept, 0.8)) : inks.faint)
  }

  /// The units around it over the last calls, a line each, where there is much room.
  private var neighbours: Block? {
    guard height >= 40, let history = figures.history else { return nil }
    let reach = max(2, min(8, (height - 30) / 2))
    let around = (unit - reach...unit + reach).filter { 0..<history.units ~= $0 }
    let lines = around.map { other -> Block.Line in
      let label = "\(other)"
      let pad = String(repeating: " ", count: max(1, 6 - label.count))
      let style = other == unit ? inks.hotkey : inks.label
      let name = (label + pad).unicodeScalars.map { Cell($0, style) }
      return .cells(name + bits(of: other).suffix(max(1, width - 6)).map(mark))
    }
    guard !lines.isEmpty else { return nil }
    return Block(
      rank: 8, lines: [.runs([Run("its neighbours, last calls", inks.faint)])] + lines)
  }

  /// `longest kept 7, dropped 6 ✓`, and within which lengths 95 of 100 lie.
  private var runs: [Block.Line] {
    guard let history = figures.history, let keep = history.meanKeep,
      let runs = history.runs[sample * history.units + unit]
    else { return [] }
    let kept = LongestRun(draws: history.draws, chance: keep)
    let dropped = LongestRun(draws: history.draws, chance: 1 - keep)
    let (keptBand, droppedBand) = (kept.band(), dropped.band())
    // As rare as five standard deviations, above.
    let isOff =
      max(1 - kept.atMost(runs.kept - 1), 0) < 3e-7
      || max(1 - dropped.atMost(runs.dropped - 1), 0) < 3e-7
    let usual = { (band: ClosedRange<Int>) in "\(band.lowerBound)…\(band.upperBound)" }
    let both =
      keptBand == droppedBand
      ? usual(keptBand) : "\(usual(keptBand)) and \(usual(droppedBand))"
    return [
      .runs(
        [
          Run("longest kept ", inks.label), Run("\(runs.kept)", inks.text),
          Run(", dropped ", inks.label), Run("\(runs.dropped)", inks.text),
        ], right: [isOff ? Run("\(inks.warning)", inks.alarm) : inks.check]),
      .runs([Run("95%: \(both) in \(Numerals.grouped(history.draws))", inks.faint)]),
    ]
  }

  // MARK: - Values

  private var values: Block? {
    guard let activity = figures.history?.activity else { return nil }
    let means = activity.means(of: unit)
    guard let last = means.last else {
      guard activity.recentCalls > 0 else { return nil }
      let words = activity.isDead(unit) ? "always zero before" : "not always zero before"
      return Block(
        rank: 5,
        lines: [
          .runs([Run("\(words), \(activity.recentCalls) calls", inks.label)]),
          .runs([Run("values: not in this log", inks.faint)]),
        ])
    }
    let height = figures.memory.isWhole ? 5 : 3
    var lines: [Block.Line] = [
      .runs(
        [Run("mean before, whole session ", inks.faint), Run(Numerals.factor(last), inks.before)])
    ]
    lines += sparkline(means, rows: height).map { .cells($0) }
    if let share = activity.zeroShare(of: unit) {
      let text = Numerals.percent(share, 0)
      lines.append(
        .runs([
          Run("zero in ", inks.label), Run(text, inks.text),
          Run(" of \(activity.recentCalls) calls to now", inks.label),
        ]))
    }
    return Block(rank: 5, lines: lines)
  }

  /// Columns over the whole width, from the foot on; the last row is the lowest.
  private func sparkline(_ values: [Double], rows: Int) -> [[Cell]] {
    let columns = (0..<width).map { column -> Double in
      let first = min(values.count - 1, column * values.count / width)
      let end = max(first + 1, min(values.count, (column + 1) * values.count / width))
      return values[first..<end].reduce(0, +) / Double(end - first)
    }
    let peak = max(columns.max() ?? 0, 1e-9)
    let styles = inks.rising(inks.theme.before, rows: rows)
    return (0..<rows).map { row in
      columns.map { value in
        // Sums of the largest floats are no numbers any more.
        let share = (value / peak).isFinite ? max(0, value / peak) : 0
        let height = Int(nearest: min(1, share) * Double(8 * rows))
        let eighths = min(8, max(0, height - 8 * (rows - 1 - row)))
        return Cell(Glyphs.eighths[eighths], styles[rows - 1 - row])
      }
    }
  }

  // MARK: - Links

  private var links: Block? {
    var lines: [Block.Line] = []
    let isWide = width >= 60
    if let feeding = figures.answer?.feeding, feeding.units.indices.contains(unit) {
      lines.append(link("fed by", feeding.site ?? inputName, feeding.units[unit], isWide))
    }
    if let fed = figures.answer?.fed, fed.units.indices.contains(unit) {
      lines.append(link("feeds", fed.site ?? "class", fed.units[unit], isWide))
    }
    guard lines.isEmpty else { return Block(rank: 4, lines: lines) }
    guard scene.arrival.kind != .simulated else { return nil }
    return Block(
      rank: 6, lines: [.runs([Run("weights: ", inks.label), Run("not in a log", inks.faint)])])
  }

  private var inputName: String {
    scene.arrival.header.preset == "digits" ? "pixel" : "input"
  }

  /// `fed by    pixel 21+ 29− 42+`; with weights where there is room.
  private func link(
    _ word: String, _ source: String, _ links: [SimulatedNetwork.Link], _ isWide: Bool
  ) -> Block.Line {
    let pad = String(repeating: " ", count: max(1, 8 - word.count))
    var runs = [Run(word + pad, inks.label), Run(source, inks.label)]
    for link in links {
      let sign = link.weight < 0 ? "−" : "+"
      let weight = isWide ? " " + Numerals.factor(Double(abs(link.weight))) : ""
      let style = link.weight < 0 ? inks.ink(inks.theme.negative) : inks.text
      let next = [Run(" \(link.unit)", inks.text), Run(sign + weight.dropFirst(), style)]
      guard (runs + next).width <= width else { break }
      runs += next
      if isWide { runs.append(Run(" ", inks.label)) }
    }
    return .runs(runs)
  }

  private var leave: Block? {
    Block(
      rank: 7,
      lines: [
        .runs([
          Run("enter", inks.hotkey),
          Run(
            figures.memory.isWhole ? " back to all \(figures.words.many)" : " its whole history",
            inks.label),
        ])
      ])
  }
}

import DropoutEngine

/// What happened over the calls of an axis, in the order in which it gets room: findings, changes,
/// marks, epochs.
struct TimeTicks {
  let scene: Scene
  let axis: CallAxis
  /// The site that the lane shows; rates of others carry their names.
  let site: String?

  /// One mark on the axis; what shares its cell shares its label.
  struct Tick {
    enum Kind {
      case finding, change, mark, epoch
    }

    var cell: Int
    var kind: Kind
    var glyph: Unicode.Scalar
    /// The longest first.
    var labels: [String]
    var style: Style
    /// What numbers of a scale count, `epoch `: told with the first that has room.
    var series = ""
  }

  /// Words of one cell that are told; of more there is a `…`.
  private static let most = 3

  var all: [Tick] { findings + happened(.change) + happened(.mark) + (epochs ?? numbers) }

  /// Where findings of the site begin, or of the session; those that share a cell as one.
  private var findings: [Tick] {
    var rules: [Int: [String]] = [:]
    for finding in scene.state.findings(touching: site) {
      guard let from = finding.from, axis.contains(from) else { continue }
      let cell = axis.start(from)
      if rules[cell]?.contains(finding.rule) != true {
        rules[cell, default: []].append(finding.rule)
      }
    }
    return ticks(rules, .finding, scene.inks.warning, " ") { _ in scene.inks.alarm }
  }

  /// Changes, or marks; each change in a word or two, with both ends where there is room.
  private func happened(_ kind: Tick.Kind) -> [Tick] {
    var long: [Int: [String]] = [:]
    var short: [Int: [String]] = [:]
    for annotation in scene.arrival.annotations where axis.contains(annotation.number) {
      let cell = axis.start(annotation.number)
      guard long[cell, default: []].count <= TimeTicks.most else { continue }
      switch (annotation.kind, kind) {
      case (.change(let change), .change):
        let words = TimeTicks.words(change, site)
        long[cell, default: []].append(words.long)
        short[cell, default: []].append(words.short)
      case (.mark(let text), .mark):
        let words = text.isEmpty ? "mark" : StatusLine.cut(text, 24)
        long[cell, default: []].append(words)
        short[cell, default: []].append(words)
      default: break
      }
    }
    var all = ticks(long, kind, "┻", ", ") { words in
      words == Phase.eval.rawValue ? scene.inks.ink(scene.theme.eval) : scene.inks.text
    }
    for index in all.indices {
      let words = short[all[index].cell] ?? []
      all[index].labels += [TimeTicks.joined(words, ", ")] + words.suffix(1)
    }
    return all
  }

  private func ticks(
    _ words: [Int: [String]], _ kind: Tick.Kind, _ glyph: Unicode.Scalar, _ gap: String,
    _ style: (String) -> Style
  ) -> [Tick] {
    words.sorted { $0.key < $1.key }.map { cell, words in
      Tick(
        cell: cell, kind: kind, glyph: glyph, labels: [TimeTicks.joined(words, gap)],
        style: style(words.last ?? ""))
    }
  }

  private static func joined(_ words: [String], _ gap: String) -> String {
    words.prefix(most).joined(separator: gap) + (words.count > most ? " …" : "")
  }

  /// A change in a word or two.
  private static func words(_ change: Change, _ site: String?) -> (long: String, short: String) {
    switch change {
    case .mode, .phase: return (change.to, change.to)
    case .rate(let name, let from, let to):
      let whose = name == site ? "" : name.map { StatusLine.cut($0, 16) + " " } ?? ""
      let (before, after) = (Numerals.tick(from.value), Numerals.tick(to.value))
      return ("\(whose)p \(before)→\(after)", "\(whose)p \(after)")
    case .seed, .dialect, .other:
      let words = StatusLine.cut("\(change.what) \(change.to)", 24)
      return (words, words)
    }
  }
}

// MARK: - The scale

extension TimeTicks {
  /// Where epochs begin, every so many of them that they can be told apart; nil where there are
  /// none.
  private var epochs: [Tick]? {
    let arrival = scene.arrival
    var starts = arrival.trace.epochs.map { (number: $0.number, epoch: $0.epoch) }
    var epoch = starts.last?.epoch
    for call in CallHistory.calls(arrival, after: arrival.trace.last) {
      guard let next = call.epoch, next != epoch else { continue }
      starts.append((call.number, next))
      epoch = next
    }
    // The first epoch begins with the session.
    let seen = starts.dropFirst().filter { axis.contains($0.number) }
    guard starts.count > 1 || epoch != nil, !seen.isEmpty else { return nil }
    let step = TimeTicks.step(seen.count, most: max(1, axis.width / 12))
    let told = seen.filter { $0.epoch.isMultiple(of: step) }
    return told.map { start in
      Tick(
        cell: axis.start(start.number), kind: .epoch, glyph: "┴", labels: ["\(start.epoch)"],
        style: scene.inks.faint, series: "epoch ")
    }
  }

  /// Round numbers of calls, where there are no epochs.
  private var numbers: [Tick] {
    let step = TimeTicks.step(axis.count, most: max(1, axis.width / 24))
    let first = (axis.first / step + 1) * step
    // The call on screen has its number already.
    let numbers = stride(from: first, through: axis.last, by: step)
      .filter { $0 != scene.call.number }
    return numbers.map { number in
      Tick(
        cell: axis.start(number), kind: .epoch, glyph: "┴", labels: [Numerals.grouped(number)],
        style: scene.inks.faint, series: "call ")
    }
  }

  /// The least of 1, 2, 5, 10, … that leaves no more than `most`.
  private static func step(_ count: Int, most: Int) -> Int {
    var step = 1
    while count / step > most, step < count {
      step = "\(step)".first == "2" ? step / 2 * 5 : step * 2
    }
    return step
  }
}

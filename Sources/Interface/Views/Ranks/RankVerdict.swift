import DropoutEngine

/// What the agreement of the ranks means, why it may be so, and what to do.
struct RankVerdict {
  let scene: Scene
  let numbers: RankNumbers
  let summary: RankNumbers.Summary

  /// The rule that finds ranks that draw alike.
  static let rule = "D05"

  private var inks: Inks { scene.inks }

  static func finding(_ state: ScreenState) -> Finding? {
    state.findings.first { $0.rule == rule }
  }

  /// Whether a person said that it is meant.
  static func isAccepted(_ state: ScreenState) -> Bool {
    guard finding(state) == nil, let verdict = state.conclusion?.verdict else { return false }
    return verdict.accepted.contains { $0.rule == rule }
  }

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let isAccepted = RankVerdict.isAccepted(scene.state)
    let isAlarmed = !summary.alike.isEmpty && !isAccepted
    let border =
      isAlarmed && inks.hasColor ? inks.ink(inks.step(scene.theme.alarm, 0.55)) : inks.border
    canvas.box(rect, border, left: title(isAlarmed, isAccepted), right: since)
    let body = rect.inset(dx: 2, dy: 1)
    var y = body.y
    for line in lines(isAlarmed, isAccepted, width: body.width) where y < body.maxY {
      canvas.write(line, x: body.x, y: y, limit: body.width)
      y += 1
    }
  }

  private func title(_ isAlarmed: Bool, _ isAccepted: Bool) -> [Run] {
    if isAlarmed {
      return [
        Run("\(inks.warning) \(RankVerdict.rule)  ", inks.alarm),
        Run("ranks draw the same masks", inks.strong),
      ]
    }
    if summary.alike.isEmpty, summary.healthy == 0 { return [Run("verdict", inks.strong)] }
    let words = isAccepted ? "ranks draw alike, as accepted" : "every rank draws its own masks"
    return [Run("✓ ", inks.kept), Run(words, inks.strong)]
  }

  private var since: [[Run]] {
    guard let first = summary.alike.compactMap(\.tally.firstSame).min() else { return [] }
    let unit = numbers.ranks.hasSteps ? "step" : "call"
    return [[Run("since \(unit) \(Numerals.grouped(first))", inks.label)]]
  }

  private func lines(_ isAlarmed: Bool, _ isAccepted: Bool, width: Int) -> [[Run]] {
    guard !summary.alike.isEmpty else { return healthy(width) + standing(width) }
    let alike = Run(
      RankVerdict.groups(summary, numbers.rank), isAlarmed ? inks.alarm : inks.text)
    var lines: [[Run]] = [[alike, Run("    \(extent)", inks.text)], []]
    lines += entry("means", meaning, inks.text, width) + [[]]
    if let why { lines += entry("why", why, inks.text, width) + [[]] }
    lines += entry("do", "torch.manual_seed(seed + dist.get_rank())", inks.strong, width)
    if isAlarmed {
      lines.append([
        Run("       Meant to agree (tensor parallel)? ", inks.label), Run("a", inks.hotkey),
        Run(" accepts", inks.label),
      ])
    }
    return lines + standing(width)
  }

  /// `0 = 4   1 = 5   2 = 6 = 10`.
  static func groups(
    _ summary: RankNumbers.Summary, _ rank: (Int) -> Int, most: Int = 6
  ) -> String {
    let groups = summary.alikeGroups.prefix(most).map { group in
      let shown = group.prefix(8).map { "\(rank($0))" }.joined(separator: " = ")
      return group.count > 8 ? shown + " = …" : shown
    }
    return groups.joined(separator: "   ") + (summary.alikeGroups.count > most ? "   …" : "")
  }

  private var extent: String {
    let (same, all) = summary.alike.reduce((0, 0)) { sum, pair in
      (max(sum.0, pair.tally.same), max(sum.1, pair.tally.masks))
    }
    let calls = "\(Numerals.grouped(all)) \(all == 1 ? "mask" : "masks")"
    return same == all ? "in all \(calls)" : "in \(Numerals.grouped(same)) of \(calls)"
  }

  private var meaning: String {
    let (ranks, apart) = (numbers.ranks.lanes.count, summary.groups.count)
    let first =
      summary.period.map { _ in "Groups of ranks train with the same masks" }
      ?? "Some ranks train with the same masks"
    if apart == 1 {
      return "All \(ranks) ranks drop the same \(scene.siteWords.many):"
        + " averaging averages nothing out."
    }
    return "\(first): of \(ranks) ranks only \(apart) are different."
  }

  /// What such a pattern comes from, where it has one.
  private var why: String? {
    if summary.groups.count == 1 {
      return "All were given one seed, and none adds its rank to it."
    }
    return summary.period.map {
      "Equal \($0) apart, the ranks of one node: probably seeded with LOCAL_RANK instead of RANK."
    }
  }

  private func healthy(_ width: Int) -> [[Run]] {
    guard summary.healthy > 0 else {
      return Prose.lines(
        "Ranks are compared as soon as two of them have drawn in one step.", width: max(1, width)
      ).map { [Run($0, inks.label)] }
    }
    let pairs = summary.healthy == 1 ? "The one pair agrees" : "All \(summary.healthy) pairs agree"
    let range = summary.range.map { range in
      let ends = [range.lowerBound, range.upperBound].map { Numerals.percent($0) }
      return ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
    }
    let first =
      range.map { "\(pairs) in \($0) of elements, as chance has it." }
      ?? "\(pairs) in no mask."
    return entry("means", first, inks.text, width) + [[]]
      + entry(
        "so", "Each rank trains a network of its own, and averaging over them averages masks out.",
        inks.text, width)
  }

  /// Ranks that do not keep up.
  private func standing(_ width: Int) -> [[Run]] {
    let all = numbers.ranks.lanes.compactMap { lane in
      numbers.ranks.trouble(lane).map { "rank \(lane.rank): \($0)" }
    }
    guard !all.isEmpty else { return [] }
    return [[]] + entry("late", all.prefix(4).joined(separator: ", "), inks.alarm, width)
  }

  private func entry(_ word: String, _ text: String, _ style: Style, _ width: Int) -> [[Run]] {
    let label = 7
    return Prose.lines(text, width: max(8, width - label)).enumerated().map { index, line in
      let head = index == 0 ? word : ""
      let space = String(repeating: " ", count: max(0, label - head.count))
      return [Run(head + space, inks.accent), Run(line, style)]
    }
  }
}

/// One sentence: which ranks draw alike, and what that is of the call on screen; or that none do.
struct RanksCaption {
  let scene: Scene
  let numbers: RankNumbers
  let summary: RankNumbers.Summary

  private var inks: Inks { scene.inks }

  /// The fullest first.
  var choices: [[Run]] {
    if !summary.alike.isEmpty { return alike }
    if let late = numbers.ranks.troubles {
      return [[Run("\(inks.warning) \(late)", inks.alarm)]]
    }
    guard summary.healthy > 0, let expected = summary.expected else {
      return [[Run("No masks of two ranks were compared yet.", inks.label)]]
    }
    let pairs = summary.healthy == 1 ? "The one pair" : "Each of the \(summary.healthy) pairs"
    let first = Run("\(pairs) of ranks agrees as often as chance says", inks.text)
    let share = Run(
      ", in \(Numerals.percent(expected)) of elements: they draw apart.", inks.label)
    return [[first, share], [first, Run(".", inks.text)]]
  }

  private var alike: [[Run]] {
    let isAccepted = RankVerdict.isAccepted(scene.state)
    let groups = summary.alikeGroups.map { group in
      group.map { "\(numbers.rank($0))" }.joined(separator: " and ")
    }
    let style = isAccepted ? inks.text : inks.alarm
    let mark = isAccepted ? "" : "\(inks.warning) "
    let whole = Run(
      "\(mark)Ranks \(groups.joined(separator: ", ")) draw the same masks", style)
    let short = Run("\(mark)\(summary.alike.count) pairs of ranks draw the same masks", style)
    let pair = summary.alike.first.flatMap { numbers.difference($0.b, from: $0.a) }
    var tail: [Run] = []
    if let pair, let count = pair.count, let expected = pair.expected {
      tail = [
        Run(
          ": \(Numerals.grouped(count)) of \(Numerals.grouped(pair.of)) elements differ, not "
            + "\(Numerals.grouped(Int(nearest: expected))).", inks.text)
      ]
    }
    return [[whole] + tail, [short] + tail, [short]]
  }
}

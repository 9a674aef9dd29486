import DropoutEngine

/// All that the doctor says of a session, line by line: findings worst first, then what was accepted
/// and what may be meant, then what passed, then what could not be checked.
struct FindingsList {
  /// What can be selected: findings, accepted ones, notes.
  let items: [Item]
  private(set) var lines: [FindingLine] = []

  struct Item: Equatable {
    var finding: Finding
    var kind: Kind
  }

  enum Kind: Equatable {
    case finding, accepted, note
  }

  private let inks: Inks
  private let width: Int

  /// - Parameters:
  ///   - width: cells of a line.
  ///   - unfolded: the item that is told in full; nil where that stands elsewhere.
  init(_ conclusion: Conclusion?, _ inks: Inks, width: Int, unfolded: Int?) {
    (self.inks, self.width) = (inks, width)
    items = FindingsList.items(conclusion)
    guard let conclusion else {
      nothing()
      return
    }
    let verdict = conclusion.verdict
    if verdict.findings.isEmpty { healthy(conclusion) }
    add(items, verdict.following, unfolded)
    let told = Set(verdict.findings.map(\.rule))
    let others = verdict.following.filter { !told.contains($0.follows ?? "") }
    section("follows", others.map { FindingLine(left: follower($0)) })
    section("checked and passed", verdict.passed.map(passed))
    section("could not be checked", verdict.notRun.flatMap(notRun))
    section("that nobody could see", verdict.unseen.flatMap { indented($0, 0, inks.label) })
  }

  static func items(_ conclusion: Conclusion?) -> [Item] {
    guard let verdict = conclusion?.verdict else { return [] }
    return verdict.findings.map { Item(finding: $0, kind: .finding) }
      + verdict.accepted.map { Item(finding: $0, kind: .accepted) }
      + verdict.notes.map { Item(finding: $0, kind: .note) }
  }

  /// The lines of an item; empty where there is none.
  func range(of item: Int) -> Range<Int> {
    guard let first = lines.firstIndex(where: { $0.item == item }),
      let last = lines.lastIndex(where: { $0.item == item })
    else { return 0..<0 }
    return first..<last + 1
  }

  // MARK: - Without findings

  private mutating func nothing() {
    lines.append(FindingLine(left: [Run("Nothing was looked at yet.", inks.strong)]))
    lines += indented(
      "Here stands what is wrong with the dropout of this session, since when and what to do, as"
        + " soon as its calls were looked at.", 0, inks.label)
  }

  private mutating func healthy(_ conclusion: Conclusion) {
    let looked = conclusion.verdict.looked
    guard looked.calls > 0 else { return nothing() }
    lines.append(FindingLine(left: [Run("✓ ", inks.kept), Run("nothing found", inks.strong)]))
    let words = FindingText.looked(looked).first ?? ""
    let through = "through call \(Numerals.grouped(conclusion.through))"
    lines += indented("\(words), \(through)", 2, inks.text)
  }

  // MARK: - Sections

  private mutating func section(_ name: String, _ rows: [FindingLine]) {
    guard !rows.isEmpty else { return }
    if !lines.isEmpty { lines.append(.empty) }
    lines.append(FindingLine(left: [Run(name, inks.label)]))
    lines += rows
  }

  private mutating func add(_ items: [Item], _ following: [Finding], _ unfolded: Int?) {
    var previous: Kind?
    for (index, item) in items.enumerated() {
      if item.kind != previous, item.kind != .finding {
        if !lines.isEmpty { lines.append(.empty) }
        let words = item.kind == .accepted ? "accepted" : "may be meant"
        lines.append(FindingLine(left: [Run(words, inks.label)]))
      } else if index > 0, item.kind == .finding {
        lines.append(.empty)
      }
      previous = item.kind
      let followers =
        item.kind == .finding ? following.filter { $0.isBrought(by: item.finding) } : []
      var block = block(item, followers, isUnfolded: index == unfolded)
      for line in block.indices { block[line].item = index }
      lines += block
    }
  }

  private func block(_ item: Item, _ followers: [Finding], isUnfolded: Bool) -> [FindingLine] {
    let finding = item.finding
    let text = FindingText(finding: finding)
    let isFinding = item.kind == .finding
    let mark = isFinding ? Run("\(inks.warning) ", inks.alarm) : Run("· ", inks.label)
    let rule = Run("\(finding.rule)  ", isFinding ? inks.alarm : inks.text)
    let name = Run(
      StatusLine.cut(finding.title ?? finding.name, 40), isFinding ? inks.strong : inks.text)
    let surprise = text.surprise.map { [[Run($0, isFinding ? inks.alarm : inks.label)]] } ?? []
    var lines = [FindingLine(left: [mark, rule, name], right: surprise)]
    let evidence = text.evidence.map { ": " + $0 } ?? ""
    lines += indented(text.sites + evidence, 2, inks.text)
    let place = finding.place.map {
      [[Run(StatusLine.cutFront($0, max(8, width / 2)), inks.label)]]
    }
    let since = text.since ?? "no call in particular"
    lines.append(FindingLine(left: [Run("  " + since, inks.label)], right: place ?? []))
    lines += followers.map { FindingLine(left: [Run("  ", inks.label)] + follower($0)) }
    if isUnfolded {
      lines += FindingDetail(finding: finding, inks: inks).folded(width: width - 2).map { line in
        FindingLine(left: [Run("  ", inks.text)] + line.left)
      }
    }
    return lines
  }

  private func follower(_ finding: Finding) -> [Run] {
    let sites = FindingText(finding: finding).sites
    return [
      Run("↳ ", inks.label), Run("\(finding.rule)  \(finding.title ?? finding.name)", inks.text),
      Run("  \(sites)", inks.label),
    ]
  }

  /// All in the same words, so that the numbers stand below each other.
  private func passed(_ passed: Verdict.Passed) -> FindingLine {
    let looked = FindingText.looked(passed.looked)
    return FindingLine(
      left: [
        Run("✓ ", inks.ink(inks.step(inks.theme.kept, 0.7))), Run("\(passed.rule)  ", inks.label),
        Run(passed.title ?? passed.name, inks.text),
      ],
      right: (width < 64 ? looked.suffix(2) : looked[...]).map { [Run($0, inks.label)] })
  }

  /// What it would need stands beside it, and below where that is more than a line.
  private func notRun(_ rule: Verdict.NotRun) -> [FindingLine] {
    let head = [
      Run("· ", inks.label), Run("\(rule.rule)  ", inks.label), Run(rule.name + "  ", inks.text),
    ]
    let needs = "needs \(rule.needs)"
    if head.width + needs.unicodeScalars.count <= width {
      return [FindingLine(left: head + [Run(needs, inks.label)])]
    }
    return [FindingLine(left: head)] + indented(needs, 7, inks.label)
  }

  private func indented(_ text: String, _ indent: Int, _ style: Style) -> [FindingLine] {
    let space = Run(String(repeating: " ", count: indent), style)
    return Prose.lines(text, width: width - indent).map { line in
      FindingLine(left: indent > 0 ? [space, Run(line, style)] : [Run(line, style)])
    }
  }
}

extension Finding {
  /// Whether that finding is what brings this one about.
  fileprivate func isBrought(by cause: Finding) -> Bool {
    guard follows == cause.rule else { return false }
    return sites.isEmpty || cause.sites.isEmpty || !Set(sites).isDisjoint(with: cause.sites)
  }
}

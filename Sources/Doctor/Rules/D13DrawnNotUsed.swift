package import DropoutEngine

/// D13: a mask is drawn and its result thrown away.
///
/// Test: the record says `used: false`: backward reached the site's input and not its output. Only a
/// run with gradients can tell that, so that without such a record the rule has not run. Nothing is
/// left to chance; two calls must say it.
package struct DrawnNotUsed: Rule {
  package static let about = RuleCard(
    id: "D13", name: "drawn-not-used", found: "a mask is drawn and not used",
    passed: "every mask is used", test: "used is false in the record of a training call",
    level: "0: no chance has a part in it")

  private var sites = SiteStates<(first: Int, calls: Int)>()
  package private(set) var looked = Tally()
  package let needs = "a run whose recorder tells what backward did not reach (used)"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    for site in call.sites where site.isTraining && !site.site.isUsed {
      looked.add(site)
      sites.update(site, initial: (site.number, 0)) { $0.calls += 1 }
    }
  }

  package func findings() -> [Finding] {
    sites.inOrder.compactMap { _, held in
      guard held.state.calls > 1 else { return nil }
      return Self.finding(
        site: held.name, lane: held.lane, calls: (held.state.first, held.last),
        numbers: [.init("calls whose result nothing read", Double(held.state.calls), expected: 0)],
        cause: "unused",
        FindingWords(
          what: "A mask is drawn, and nothing reads what it was applied to.",
          meaning: "The network trains without this dropout.",
          advice: "Use what dropout returns: x = F.dropout(x, p); it does not change x itself."))
    }
  }
}

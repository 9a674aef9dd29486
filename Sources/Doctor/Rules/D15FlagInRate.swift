package import DropoutEngine

/// D15: the training flag landed in p, as in `F.dropout(x, self.training)`.
///
/// Test: at one site the rate is 1 in training calls and 0 in evaluation calls, three or more, and
/// never anything else. Nothing is left to chance.
package struct FlagInRate: Rule {
  package static let about = RuleCard(
    id: "D15", name: "flag-in-p", found: "train and eval are told by p",
    passed: "p is no flag for train and eval",
    test: "p is 1 in training and 0 in evaluation, at one site",
    level: "0: no chance has a part in it")

  private struct State {
    var first: Int
    var train = 0
    var eval = 0
    var other = false
  }

  private var sites = SiteStates<State>()
  private var hasBoth = Set<Int>()
  package private(set) var looked = Tally()
  package let needs = "a site with a known rate in training calls and in evaluation calls"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    let isTrain = call.call.phase == .train
    for site in call.sites where !site.isRecomputed {
      guard let rate = site.toldRate else { continue }
      sites.update(site, initial: State(first: site.number)) { state in
        if isTrain { state.train += 1 } else { state.eval += 1 }
        if rate != (isTrain ? 1 : 0) { state.other = true }
        if state.train > 0, state.eval > 0 { looked.add(site) }
      }
    }
  }

  package func findings() -> [Finding] {
    sites.inOrder.compactMap { _, held in
      let (train, eval) = (held.state.train, held.state.eval)
      guard !held.state.other, train > 0, eval > 0, train + eval > 2 else { return nil }
      return Self.finding(
        site: held.name, lane: held.lane, calls: (held.state.first, held.last),
        numbers: [.init("p in training", 1), .init("p in evaluation", 0)],
        cause: "flag",
        FindingWords(
          what: "The rate is 1 in training and 0 in evaluation: a flag stands in its place.",
          meaning: "In training everything is dropped, and nothing is learnt through this layer.",
          advice: "Write F.dropout(x, p, training=self.training): the second argument is p."))
    }
  }
}

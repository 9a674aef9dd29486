package import DropoutEngine

/// D11: dropout feeds a batch norm, which learns a variance in training that evaluation lacks.
///
/// Test: Var after over Var before in training calls, which theory puts at
/// 1 + p/(1-p) (1 + mean²/Var) for inverted dropout; only where the record names the batch norm that
/// follows. A ratio above ``most`` is a warning. It compares what was measured and tests no chance.
package struct VarianceShift: Rule {
  package static let about = RuleCard(
    id: "D11", name: "variance-shift", found: "batch norm sees another variance",
    passed: "batch norm sees its variance",
    test: "variance after over variance before in training, where a batch norm follows",
    level: "0: no chance has a part in it")

  private static let most = 1.1

  private struct State {
    var norm: String
    var first: Int
    var calls = 0
    var measured = 0.0
    var expected = 0.0
  }

  private var sites = SiteStates<State>()
  package private(set) var looked = Tally()
  package let needs = "next_norm: the record of which batch norm follows a site, and its stages"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    for site in call.sites {
      guard site.isTraining, let norm = site.site.nextNorm, let stages = site.site.stages,
        site.hasDropped == true, let rate = site.rate, rate < 1, let mean = stages.before.mean,
        let before = stages.before.sd, let after = stages.after.sd, before > 0
      else { continue }
      looked.add(site, elements: site.size)
      let odds = rate / (1 - rate)
      sites.update(site, initial: State(norm: norm, first: site.number)) { state in
        state.calls += 1
        state.measured += after * after / (before * before)
        state.expected += 1 + odds * (1 + mean * mean / (before * before))
      }
    }
  }

  package func findings() -> [Finding] {
    sites.inOrder.compactMap { _, held in
      let ratio = held.state.measured / Double(held.state.calls)
      guard ratio > Self.most else { return nil }
      return Self.finding(
        .warning, site: held.name, lane: held.lane, calls: (held.state.first, held.last),
        numbers: [
          .init(
            "variance after over before", ratio,
            expected: held.state.expected / Double(held.state.calls))
        ],
        cause: "norm",
        FindingWords(
          what: "The batch norm that follows learns a variance \(shown(ratio)) times that of"
            + " evaluation.",
          meaning: "In evaluation, where nothing is dropped, its output is too small.",
          advice: "Put the dropout after the last batch norm, or use a smaller rate."))
    }
  }
}

package import DropoutEngine

/// D14: two dropouts of one kind with nothing between them.
///
/// Test: in a training call in which both dropped something, the stage *before* of a run equals the
/// stage *after* of the run before it in range and zeros, and in mean and spread but for the order in
/// which they were summed, twice. Real layers between two sites change all of them; equality to the
/// last bits is no chance. Not where the result of the first is read elsewhere, too: a branch beside
/// the network's path may have a dropout of its own, as LoRA has.
package struct TwiceInARow: Rule {
  package static let about = RuleCard(
    id: "D14", name: "twice-in-a-row", found: "dropout twice in a row",
    passed: "no dropout twice in a row",
    test: "statistics before one site equal those after the one that ran before it",
    level: "0: no chance has a part in it")

  private struct State {
    var first: Int
    var calls = 0
    var source: String
    var rates: (Double, Double)
  }

  private var sites = SiteStates<State>()
  package private(set) var looked = Tally()
  package let needs = "stages of two sites of one kind in one training call"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    var last: Sighting?
    for second in call.sites where !second.isRecomputed {
      defer { last = second }
      guard let first = last, let after = first.stages?.after, let before = second.stages?.before,
        first.isTraining, second.isTraining, first.site.reads ?? 1 < 2,
        first.header?.kind == second.header?.kind,
        let p = first.rate, let q = second.rate, p > 0, q > 0
      else { continue }
      looked.add(second)
      guard first.hasDropped == true, second.hasDropped == true, Self.areEqual(after, before),
        after.size == before.size
      else { continue }
      let source = first.name
      sites.update(second, initial: State(first: call.call.number, source: source, rates: (p, q))) {
        if $0.source == source { $0.calls += 1 }
      }
    }
  }

  private static func areEqual(_ a: StageNumbers.Stage, _ b: StageNumbers.Stage) -> Bool {
    guard let sd = a.sd, sd > 0, a.isFinite, let mean = a.mean, let otherMean = b.mean,
      let otherSD = b.sd
    else { return false }
    let tolerance = 1e-12 * (sd + abs(mean))
    return a.min == b.min && a.max == b.max && a.zeros == b.zeros
      && abs(mean - otherMean) <= tolerance && abs(sd - otherSD) <= tolerance
  }

  package func findings() -> [Finding] {
    sites.inOrder.compactMap { _, held in
      guard held.state.calls > 1 else { return nil }
      let (p, q) = held.state.rates
      let both = 1 - (1 - p) * (1 - q)
      return Self.finding(
        site: held.name, lane: held.lane, calls: (held.state.first, held.last),
        numbers: [.init("drop rate of both", both, expected: max(p, q))],
        cause: "twice",
        FindingWords(
          what: "What comes in here is what \(held.state.source) handed on: two dropouts in a row"
            + " drop \(percent(both)).",
          meaning: "More is dropped and survivors are scaled up more than either rate says.",
          advice: "Remove one of the two."))
    }
  }
}

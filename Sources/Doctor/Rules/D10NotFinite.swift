package import DropoutEngine

/// D10: NaN or infinity before or after the mask; or a rate of 1 in training.
///
/// Test: the counts in the stages. The first site of the first call that has some is the finding:
/// what comes after it in the call, and all later calls, follow from it. Nothing is left to chance.
package struct NotFinite: Rule {
  package static let about = RuleCard(
    id: "D10", name: "not-finite", found: "NaN or infinity",
    passed: "no NaN, no infinity", test: "NaN and infinities in the stages; a rate of 1",
    level: "0: no chance has a part in it")

  private struct First {
    var site: String
    var number: Int
    var stage: String
    var nan: Int
    var inf: Int
    var calls: Int
    var others: Int
  }

  private var firsts: [Int: First] = [:]
  private var full = SiteStates<(first: Int, calls: Int)>()
  package private(set) var looked = Tally()
  package let needs = "stages, or a training call at a known rate"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    var isCounted = false
    for site in call.sites {
      if site.isTraining, site.toldRate == 1 {
        full.update(site, initial: (site.number, 0)) { $0.calls += 1 }
      }
      guard let stages = site.stages else { continue }
      looked.add(site, elements: site.size)
      guard !stages.areFinite else { continue }
      let all = [("before", stages.before), ("masked", stages.masked), ("after", stages.after)]
      guard let (stage, bad) = all.first(where: { $0.1.nan > 0 || $0.1.inf > 0 }) else { continue }
      if firsts[call.lane] == nil {
        firsts[call.lane] = First(
          site: site.name, number: site.number, stage: stage, nan: bad.nan, inf: bad.inf,
          calls: 0, others: 0)
      } else if firsts[call.lane]?.site != site.name {
        firsts[call.lane]?.others += 1
      }
      if !isCounted { firsts[call.lane]?.calls += 1 }
      isCounted = true
    }
  }

  package func findings() -> [Finding] {
    let broken = firsts.sorted { $0.key < $1.key }.map { lane, first in
      Self.finding(
        site: first.site, lane: lane, calls: (first.number, first.number),
        numbers: [
          .init("NaN", Double(first.nan), expected: 0),
          .init("infinities", Double(first.inf), expected: 0),
          .init("calls that have some", Double(first.calls), expected: 0),
        ],
        cause: "values",
        FindingWords(
          what: "\(first.nan + first.inf) values are not finite \(Self.place(first.stage)),"
            + " in call \(first.number) for the first time.",
          meaning: "What is not a number spreads through every layer that follows, and into the"
            + " weights.",
          advice: first.stage == "after"
            ? "Look at the scale: at p = 1 it has no value."
            : "Look at what runs before this site in that call: a division, a logarithm, an overflow."
        ))
    }
    let all = full.inOrder.map { _, held in
      Self.finding(
        .warning, site: held.name, lane: held.lane, calls: (held.state.first, held.last),
        numbers: [.init("training calls at p = 1", Double(held.state.calls), expected: 0)],
        cause: "one",
        FindingWords(
          what: "The rate is 1: everything is dropped.",
          meaning: "Nothing passes through the layer, and 1/(1-p) has no value.",
          advice: "Choose a rate below 1; a flag may have been handed over in its place."))
    }
    return broken + all
  }

  private static func place(_ stage: String) -> String {
    switch stage {
    case "before": "before the mask"
    case "masked": "after the mask"
    default: "after the scale"
    }
  }
}

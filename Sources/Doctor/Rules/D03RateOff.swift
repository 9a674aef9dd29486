package import DropoutEngine
import RealModule

/// D03: what is dropped is not what the rate says.
///
/// Test: Σ kept of all training calls against their rates by a mixture of exponential tilts, exact
/// for any sizes and any schedule of rates; grouped draws count as what was drawn. Repetitions of a
/// mask are left out, and so are calls that drop nothing where chance cannot do that (D02). A fused
/// kernel is compared with the rate that its table gives.
package struct RateOff: Rule {
  package static let about = RuleCard(
    id: "D03", name: "rate-off", found: "kept is not what p says",
    passed: "kept is what p says",
    test: "kept draws of all training calls against Binomial(n, 1-p), each call with its own p",
    level: "1e-6, at all calls together")

  /// The name of the number that is off.
  static let share = "drop rate"

  private struct State {
    var evidence = KeptEvidence()
    var rates: ClosedRange<Double>
  }

  private var sites = SiteStates<State>()
  package private(set) var looked = Tally()
  package let needs = "a training call that says how many draws it kept, at a known rate"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    guard call.isFresh else { return }
    for site in call.sites {
      guard site.isChance, let rate = site.rate, let kept = site.decisions, kept.of > 0 else {
        continue
      }
      let isIdle = kept.kept == kept.of && Double(kept.of) * Double.log(onePlus: -rate) < -27.6
      if isIdle { continue }
      looked.add(site, elements: kept.of)
      let threshold = Level.threshold(site: site.key)
      sites.update(site, initial: State(rates: rate...rate)) { state in
        state.rates = min(state.rates.lowerBound, rate)...max(state.rates.upperBound, rate)
        state.evidence.take(kept, rate: rate, number: site.number, threshold: threshold)
      }
    }
  }

  package func findings() -> [Finding] {
    sites.inOrder.compactMap { key, held in
      let evidence = held.state.evidence
      guard evidence.alarm != nil, evidence.tally.drawn > 0, let share = evidence.tally.share else {
        return nil
      }
      let expected = 1 - evidence.tally.expected / evidence.tally.drawn
      let reading = Self.reading(
        of: 1 - share, rates: held.state.rates, draws: evidence.tally.drawn)
      return Self.finding(
        site: held.name, lane: held.lane, calls: (evidence.tilts.last + 1, held.last),
        numbers: [
          .init(
            Self.share, 1 - share, expected: expected, sigma: evidence.tally.sigma.map { -$0 },
            chance: Level.chance(evidence.tilts.logEvidence, site: key)),
          .init("draws", evidence.tally.drawn),
        ],
        cause: reading?.cause ?? held.name,
        FindingWords(
          what: "\(percent(1 - share)) are dropped where the rate says \(percent(expected))"
            + (reading.map { ": \($0.words)." } ?? "."),
          meaning: 1 - share > expected
            ? "The layer passes on less than it should, and the scale does not fit what is kept."
            : "The layer regularises less than it should, and the scale does not fit what is kept.",
          advice: reading?.advice
            ?? "Look at which rate reaches the draw: another p may be set later."))
    }
  }

  /// The cause where p and 1 - p changed places.
  static let swapped = "swapped"

  /// What a measured rate looks like.
  private static func reading(
    of measured: Double, rates: ClosedRange<Double>, draws: Double
  ) -> (cause: String, words: String, advice: String)? {
    let rate = rates.lowerBound
    guard rate == rates.upperBound else { return nil }
    func fits(_ value: Double) -> Bool {
      abs(measured - value) <= 4 * (value * (1 - value) / draws).squareRoot()
    }
    if fits(1 - rate) {
      return (
        swapped, "p and 1 - p are swapped",
        "Hand over the probability of dropping, not that of keeping."
      )
    }
    if fits(1 - (1 - rate) * (1 - rate)) {
      return (
        "twice", "that is two dropouts of this rate in a row",
        "Remove one of the two dropouts that follow each other."
      )
    }
    return nil
  }
}

package import DropoutEngine

/// D06: the mask does not change from call to call, or comes again.
///
/// Test: each mask of a training call is compared with the site's last ones of other calls. A mask with
/// k of n kept comes again with chance (k/n)^k (1 - k/n)^(n - k) at most, whatever the rate; how
/// often it does is held against the sum of these chances by exponential tilts. A path of four
/// samples may repeat itself for ever; a mask of a hundred elements may not once. Where masks come
/// again only within the optimizer step that drew them, step after step, a program gives the
/// generator back its state for a second pass over a batch, and that is healthy.
package struct Frozen: Rule {
  package static let about = RuleCard(
    id: "D06", name: "frozen", found: "a mask comes again",
    passed: "every mask is a new one",
    test: "masks equal to one of the site's last 1024, against the chance of drawing one again",
    level: "1e-6, at all calls together")

  /// The cause of a site whose masks are all one of a few that came first.
  static let frozen = "frozen"

  private struct State {
    var events = RareEvents()
    var distance = 0
    var source = 0
    /// Masks that came again within their step, and how many steps there were.
    var withinStep = 0
    var step: Int?
    var steps = 0

    /// Whether masks come again as second passes over a batch do.
    var areSecondPasses: Bool {
      withinStep * 10 > events.happened * 9 && steps * 8 > events.trials
    }
  }

  private var sites = SiteStates<State>()
  package private(set) var looked = Tally()
  package let needs = "masks or digests of two training calls of one site"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    guard call.isFresh else { return }
    for site in call.sites {
      guard site.isTraining, let novelty = site.novelty else { continue }
      looked.add(site, elements: site.drawnCount ?? 0)
      let threshold = Level.threshold(site: site.key)
      sites.update(site, initial: State()) { state in
        state.events.take(
          novelty.sameAs != nil, chance: novelty.chance, number: site.number, threshold: threshold)
        if call.call.step != state.step {
          state.step = call.call.step
          state.steps += 1
        }
        guard let same = novelty.sameAs else { return }
        if let step = novelty.sameStep, step == call.call.step { state.withinStep += 1 }
        if state.events.happened == 1 { state.source = same }
        state.distance = site.number - same
      }
    }
  }

  package func findings() -> [Finding] {
    sites.inOrder.compactMap { key, held in
      let events = held.state.events
      guard events.alarm != nil, !held.state.areSecondPasses else { return nil }
      let isFrozen = events.happened >= events.trials - 1
      return Self.finding(
        site: held.name, lane: held.lane, calls: (events.first ?? held.state.source, held.last),
        numbers: [
          .init(
            "masks drawn before", Double(events.happened), expected: 0,
            chance: Level.chance(events.tilts.logEvidence, site: key)),
          .init("masks", Double(events.trials)),
          .init("calls earlier", Double(held.state.distance)),
          .init("first drawn in call", Double(held.state.source)),
          .init("first again in call", Double(events.first ?? 0)),
        ],
        cause: isFrozen ? Self.frozen : "again",
        FindingWords(
          what: isFrozen
            ? "One mask is used in every call: all \(events.trials) are the same."
            : "\(events.happened) of \(events.trials) masks were drawn before, the last one"
              + " \(held.state.distance) \(held.state.distance == 1 ? "call" : "calls") earlier.",
          meaning: "The same units are always missing together: a smaller network trains, and"
            + " the ensemble is lost.",
          advice: "Make the generator once and do not seed it inside the training loop or forward.")
      )
    }
  }
}

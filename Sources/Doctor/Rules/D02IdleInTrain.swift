package import DropoutEngine
import RealModule

/// D02: a rate above zero, and nothing is dropped in training.
///
/// Test: a call keeps all n decisions with chance (1 - p)^n; these events are counted against their
/// chances by exponential tilts, which holds at every call. A site whose owner is in eval may be
/// frozen on purpose: it is a finding where gradients flow through it and the optimizer steps on, be
/// it that every site of the call is in eval (``StepsInEval``) or that a part of a root in training
/// is. A module that never runs though what holds it does is a finding, too (``UnusedModules``).
package struct IdleInTrain: Rule {
  package static let about = RuleCard(
    id: "D02", name: "idle-in-train", found: "nothing is dropped in training",
    passed: "dropout is on in training",
    test: "training calls that drop nothing, each against its chance (1-p)^n",
    level: "1e-6, at all calls together")

  private var sites = SiteStates<RareEvents>()
  private var inner = SiteStates<StepsInInnerEval>()
  private var stepping: [Int: StepsInEval] = [:]
  private var unused: [Int: UnusedModules] = [:]
  package private(set) var looked = Tally()
  package let needs = "a training call of a site whose rate and size are known"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    guard call.isFresh else { return }
    stepping[call.lane, default: StepsInEval()].take(
      call.call, sites: call.sites.filter { ($0.rate ?? 0) > 0 })
    unused[call.lane]?.take(call)
    for site in call.sites where site.key < Examination.testedLimit {
      if call.call.phase == .train, !site.isRecomputed, (site.rate ?? 0) > 0 {
        inner.update(site, initial: StepsInInnerEval()) {
          $0.take(site.site, in: call.call, module: site.header?.module)
        }
      }
      guard site.isTraining, let rate = site.rate, rate > 0, rate < 1,
        let count = site.drawnCount, count > 0, let hasDropped = site.hasDropped
      else { continue }
      looked.add(site, elements: count)
      let chance = site.kind.bound(Double.exp(Double(count) * Double.log(onePlus: -rate)))
      let threshold = Level.threshold(site: site.key)
      sites.update(site, initial: RareEvents()) {
        $0.take(!hasDropped, chance: chance, number: site.number, threshold: threshold)
      }
    }
  }

  package mutating func take(_ event: SessionEvent, lane: Int) {
    guard case .began(let modules) = event else { return }
    unused[lane] = UnusedModules(modules)
  }

  package func findings() -> [Finding] {
    let lanes = unused.sorted { $0.key < $1.key }
    return idle + lanes.flatMap { unused($0.value, lane: $0.key) } + left + stepped
  }

  /// Sites in training that drop nothing.
  private var idle: [Finding] {
    sites.inOrder.compactMap { key, held -> Finding? in
      let events = held.state
      guard events.alarm != nil, let first = events.first else { return nil }
      return Self.finding(
        site: held.name, lane: held.lane, calls: (first, held.last),
        numbers: [
          .init(
            "training calls that dropped nothing", Double(events.happened), expected: 0,
            chance: Level.chance(events.tilts.logEvidence, site: key)),
          .init("training calls", Double(events.trials)),
        ],
        cause: "idle",
        FindingWords(
          what: "Nothing is dropped in training, though the rate is above zero.",
          meaning: "The network trains without the regularisation that it was given.",
          advice: "Call model.train() after validation, and check that the dropout is applied."))
    }
  }

  private func unused(_ modules: UnusedModules, lane: Int) -> [Finding] {
    modules.found.map { name, hasParentRun in
      Self.finding(
        hasParentRun ? .warning : .note, site: name, lane: lane, calls: nil,
        numbers: [
          .init("runs", 0), .init("training calls", Double(modules.calls)),
        ],
        cause: hasParentRun ? "unused" : "never",
        FindingWords(
          what: hasParentRun
            ? "The model holds this dropout, and what holds it never runs it."
            : "The model holds this dropout, and it has never run.",
          meaning: hasParentRun
            ? "It was configured and is not applied: the network trains without it."
            : "It may be left over, or a part of the model that was not used yet.",
          advice: "Check that forward calls it."))
    }
  }

  /// Parts that were left in evaluation inside a root that trains.
  private var left: [Finding] {
    inner.inOrder.compactMap { _, held in
      guard held.state.isTooLong else { return nil }
      let isAlone = held.state.isAlone
      return Self.finding(
        isAlone ? .note : .error, site: held.name, lane: held.lane,
        calls: (held.state.first, held.last),
        numbers: [.init("optimizer steps in evaluation", Double(held.state.count), expected: 0)],
        cause: isAlone ? "off" : "inner",
        FindingWords(
          what: isAlone
            ? "This dropout alone is in evaluation while the network trains."
            : "A part of the network was left in evaluation while the rest of it trains.",
          meaning: isAlone
            ? "It is switched off; that may be meant."
            : "Gradients flow through it, and it drops nothing.",
          advice: "Call train() on the whole network, or freeze the part's weights, too."))
    }
  }

  /// Lanes whose optimizer steps while all is in evaluation.
  private var stepped: [Finding] {
    stepping.sorted { $0.key < $1.key }.flatMap { lane, state in
      guard let found = state.found else { return [Finding]() }
      return state.sites.map { site in
        Self.finding(
          site: site, lane: lane, calls: found, cause: "eval",
          FindingWords(
            what: "The optimiser steps, but every site is in evaluation and drops nothing.",
            meaning: "The network trains without the regularisation that it was given.",
            advice: "Call model.train() before training goes on."))
      }
    }
  }
}

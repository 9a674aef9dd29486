package import DropoutEngine
import RealModule

/// D02: a rate above zero, and nothing is dropped in training.
///
/// Test: a call keeps all n decisions with chance (1 - p)^n; these events are counted against their
/// chances by exponential tilts, which holds at every call. A site whose owner is in eval is frozen
/// on purpose and not judged, unless every site of the call is, gradients are on, and the
/// optimiser steps on for ``patience`` calls.
package struct IdleInTrain: Rule {
  package static let about = RuleCard(
    id: "D02", name: "idle-in-train",
    test: "training calls that drop nothing, each against its chance (1-p)^n",
    level: "1e-6, at all calls together")

  /// Calls in eval with gradients and steps in a row that are no longer taken for an exception.
  static let patience = 100

  private struct Stepping {
    var calls = 0
    var first = 0
    var last = 0
    var step = -1
    var alarm: Int?
  }

  private var sites = SiteStates<RareEvents>()
  private var stepping: [Int: Stepping] = [:]
  /// Modules at a rate above zero that have not run yet, and training calls so far.
  private var waiting: [Int: Set<String>] = [:]
  private var trainingCalls: [Int: Int] = [:]
  package private(set) var looked = Tally()
  package let needs = "a training call of a site whose rate and size are known"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    guard call.isFresh else { return }
    watchSteps(of: call)
    if call.call.phase == .train { trainingCalls[call.lane, default: 0] += 1 }
    if waiting[call.lane]?.isEmpty == false {
      for site in call.sites { waiting[call.lane]?.remove(site.site.name) }
    }
    for site in call.sites where site.key < Examination.testedLimit {
      guard site.isTraining, let rate = site.rate, rate > 0, rate < 1,
        let count = site.drawnCount, count > 0, let hasDropped = site.hasDropped
      else { continue }
      looked.add(site, elements: count)
      let chance = Double.exp(Double(count) * Double.log(onePlus: -rate))
      let threshold = Level.threshold(site: site.key)
      sites.update(site, initial: RareEvents()) {
        $0.take(!hasDropped, chance: chance, number: site.number, threshold: threshold)
      }
    }
  }

  package mutating func take(_ event: SessionEvent, lane: Int) {
    guard case .began(let modules) = event else { return }
    waiting[lane] = Set(modules.filter { ($0.rate?.value ?? 0) > 0 }.map(\.name))
  }

  private mutating func watchSteps(of call: ExaminedCall) {
    var state = stepping[call.lane, default: Stepping()]
    defer { stepping[call.lane] = state }
    let sites = call.sites.lazy.filter { ($0.rate ?? 0) > 0 }
    guard call.call.grad == true, let step = call.call.step, step > state.step, !sites.isEmpty,
      sites.allSatisfy({ ($0.site.phase ?? call.call.phase) == .eval })
    else {
      state = Stepping(alarm: state.alarm)
      return
    }
    if state.calls == 0 { state.first = call.call.number }
    state.calls += 1
    state.step = step
    state.last = call.call.number
    if state.calls >= Self.patience, state.alarm == nil { state.alarm = state.first }
  }

  package func findings() -> [Finding] {
    var found = sites.inOrder.compactMap { key, held -> Finding? in
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
    for (lane, names) in waiting.sorted(by: { $0.key < $1.key })
    where trainingCalls[lane, default: 0] >= Self.patience {
      for name in names.sorted() {
        found.append(
          Self.finding(
            .note, site: name, lane: lane, calls: nil, cause: "never",
            FindingWords(
              what: "The model holds this dropout, and it has never run.",
              meaning: "It may be left over, or a part of the model that was not used yet.",
              advice: "Check that forward calls it.")))
      }
    }
    for (lane, state) in stepping.sorted(by: { $0.key < $1.key }) {
      guard let first = state.alarm else { continue }
      found.append(
        Self.finding(
          site: nil, lane: lane, calls: (first, max(state.last, first)), cause: "eval",
          FindingWords(
            what: "The optimiser steps, but every site is in evaluation and drops nothing.",
            meaning: "The network trains without the regularisation that it was given.",
            advice: "Call model.train() before training goes on.")))
    }
    return found
  }
}

extension Sighting {
  /// How many decisions a draw takes.
  var drawnCount: Int? { decisions?.of ?? site.drawnCount }
}

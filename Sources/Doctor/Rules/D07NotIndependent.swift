package import DropoutEngine

/// D07: elements that should be decided one by one move together.
///
/// Test: pairs of decisions 1, 2, 4 and 8 apart, one row apart, one sample apart, half a batch apart and
/// one call apart, each decision in one pair. Given how many are kept in front and behind, the pairs that are both
/// dropped are hypergeometric whatever the rate (``PairEvidence``), so that a wrong rate is no
/// finding here. Kinds that share a decision on purpose are judged between their groups, and
/// repetitions of a mask are left out. A drawn shape that all samples of a batch share is a finding
/// without a test (``SharedDraw``).
package struct NotIndependent: Rule {
  package static let about = RuleCard(
    id: "D07", name: "not-independent", found: "draws are not independent",
    passed: "draws are independent",
    test: "pairs of decisions 1, 2, 4, 8, a row, a sample, half a batch and a call apart, given the"
      + " share kept",
    level: "1e-6, split over eight distances, at all calls together")

  /// The name of the number that is off.
  static let correlation = "correlation"
  /// Bytes of masks that are kept to be compared with the next call's.
  private static let memory = 32 << 20
  private static let lags = [1, 2, 4, 8]

  private enum Distance: Int, CaseIterable {
    case one, two, four, eight, row, sample, half, call

    /// In words.
    var text: String {
      switch self {
      case .one: "Neighbouring elements are"
      case .two: "Elements two apart are"
      case .four: "Elements four apart are"
      case .eight: "Elements eight apart are"
      case .row: "Elements below each other are"
      case .sample: "The same element of neighbouring samples is"
      case .half: "The same element of the two halves of a batch is"
      case .call: "The same element of consecutive calls is"
      }
    }
  }

  private struct State {
    var evidence = Array(repeating: PairEvidence(), count: Distance.allCases.count)
    var last: [Int: Mask] = [:]
  }

  private var sites = SiteStates<State>()
  private var shared = SiteStates<(cause: SharedDraw, first: Int, calls: Int)>()
  private var held = 0
  private var costs = PairCosts()
  package private(set) var looked = Tally()
  package let needs = "masks of training calls, of kinds whose decisions are independent"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    guard call.isFresh else { return }
    for site in call.sites where site.key < Examination.maskLimit {
      if site.isTraining, let cause = SharedDraw(site) {
        looked.add(site, elements: site.drawnCount ?? 0)
        shared.update(site, initial: (cause, site.number, 0)) { $0.calls += 1 }
      }
      guard site.isDecided, let mask = site.mask, mask.count > 1, let shape = site.drawnShape,
        let kept = site.decisions?.kept, kept > 0, kept < mask.count
      else { continue }
      looked.add(site, elements: mask.count)
      let threshold = Level.threshold(site: site.key, tests: Distance.allCases.count)
      let room = held
      var grown = 0
      sites.update(site, initial: State()) { state in
        func take(_ distance: Distance, _ count: PairCount) {
          state.evidence[distance.rawValue].take(
            count, number: site.number, threshold: threshold, &costs)
        }
        for (distance, lag) in zip(Distance.allCases, Self.lags) {
          take(distance, mask.pairs(lag: lag))
        }
        let row = shape.last ?? 1
        let sample = shape.dropFirst().reduce(1, *)
        if row > 8, row < mask.count { take(.row, mask.pairs(blocks: row)) }
        if sample > 8, sample != row, sample < mask.count {
          take(.sample, mask.pairs(blocks: sample))
        }
        if let samples = shape.first, samples > 2, samples % 2 == 0, mask.count > 16 {
          take(.half, mask.pairs(blocks: mask.count / 2))
        }
        let run = site.site.run
        if let last = state.last[run] { take(.call, mask.pairs(with: last)) }
        guard run <= 64 else { return }
        let bytes = mask.words.count * 8 - (state.last[run]?.words.count ?? 0) * 8
        guard room + bytes <= Self.memory else { return }
        state.last[run] = mask
        grown = bytes
      }
      held += grown
    }
  }

  package func findings() -> [Finding] {
    let found = shared.inOrder.compactMap { _, held -> Finding? in
      guard held.state.calls > 1 else { return nil }
      return Self.finding(
        .warning, site: held.name, lane: held.lane, calls: (held.state.first, held.last),
        numbers: [.init("calls with such a draw", Double(held.state.calls), expected: 0)],
        cause: "shape \(held.state.cause)", held.state.cause.words)
    }
    let told = Set(found.flatMap(\.sites))
    return found + moving.filter { finding in !finding.sites.contains(where: told.contains) }
  }

  /// Sites whose decisions move together as their masks show it.
  private var moving: [Finding] {
    sites.inOrder.compactMap { key, held in
      let loud = Distance.allCases.filter { held.state.evidence[$0.rawValue].alarm != nil }
      func strength(_ distance: Distance) -> Double {
        held.state.evidence[distance.rawValue].tilts.logEvidence
      }
      guard let worst = loud.max(by: { strength($0) < strength($1) }) else { return nil }
      // Among distances that all tell the same, the nearest says it best.
      let most = abs(held.state.evidence[worst.rawValue].correlation)
      let chosen = loud.first { abs(held.state.evidence[$0.rawValue].correlation) > 0.9 * most }
      return finding(held.name, held.lane, key, chosen ?? worst, held.state, last: held.last)
    }
  }

  private func finding(
    _ site: String, _ lane: Int, _ key: Int, _ distance: Distance, _ state: State, last: Int
  ) -> Finding {
    let evidence = state.evidence[distance.rawValue]
    return Self.finding(
      site: site, lane: lane, calls: (evidence.tilts.last + 1, last),
      numbers: [
        .init(
          Self.correlation, evidence.correlation, expected: 0, sigma: evidence.sigma,
          chance: Level.chance(
            evidence.tilts.logEvidence, site: key, tests: Distance.allCases.count)),
        .init("pairs", Double(evidence.pairs)),
      ],
      cause: "\(distance)",
      FindingWords(
        what: "\(distance.text) dropped together: correlation \(shown(evidence.correlation)).",
        meaning: "Fewer independent masks are drawn than there are elements; the noise is coarser"
          + " than the rate says.",
        advice: distance.rawValue >= Distance.row.rawValue
          ? "Check the shape of the noise: one mask may be broadcast over rows, samples or calls."
          : "Check the shape of the noise and the kernel: groups of elements share one decision."))
  }
}

package import DropoutEngine

/// D08: a forward that ran again in backward drew another mask than the first time.
///
/// Test: the recomputed run of a site against the first one in the same call: masks, else digests,
/// else how many they kept. Nothing is left to chance; a run that keeps what it should is equal.
package struct RecomputeDiffers: Rule {
  package static let about = RuleCard(
    id: "D08", name: "recompute-differs", found: "what is recomputed differs",
    passed: "what is recomputed is the same",
    test: "a recomputed run's mask against that of the same run in forward",
    level: "0: no chance has a part in it")

  /// Calls whose masks wait for a recomputation that is told after them.
  private static let waitingLimit = 8

  /// What tells a draw.
  struct Drawn: Equatable, Sendable {
    var mask: UInt64?
    var digest: UInt64?
    var kept: Int?

    /// - Parameter hash: 64 bits that tell the mask, where it is on record.
    init(_ site: SiteCall, hash: UInt64?) {
      mask = hash
      if case .unrecorded(let digest?, _) = site.draw { self.digest = UInt64(digest, radix: 16) }
      kept = site.keptDecisions?.kept ?? site.kept
    }

    init(_ site: SiteCall) { self.init(site, hash: site.wholeMask?.mixed) }

    /// Whether both are one draw; nil where that cannot be told.
    func isSame(as other: Drawn) -> Bool? {
      if let mask, let theirs = other.mask { return mask == theirs }
      if let digest, let theirs = other.digest { return digest == theirs }
      if let kept, let theirs = other.kept { return kept == theirs }
      return nil
    }
  }

  private struct Waiting {
    var number: Int
    var runs: [Run]
  }

  /// What is kept of a run until it may be recomputed: little, since there are as many as sites.
  private struct Run {
    var name: String
    var run: Int
    var key: Int
    var count: Int
    var drawn: Drawn
  }

  private struct State {
    var compared = 0
    var differing = 0
    var first = 0
  }

  private var waiting: [Int: [Waiting]] = [:]
  private var sites = SiteStates<State>()
  package private(set) var looked = Tally()
  package let needs = "a recomputed run, as gradient checkpointing makes"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    let runs = call.sites.lazy.filter { !$0.isRecomputed }.map { site in
      Run(
        name: site.name, run: site.site.run, key: site.key, count: site.drawnCount ?? 0,
        drawn: Drawn(site.site, hash: site.hash))
    }
    let seen = Waiting(number: call.call.number, runs: Array(runs))
    for site in call.sites where site.isRecomputed {
      compare(site.site, with: seen, lane: call.lane)
    }
    waiting[call.lane, default: []].append(seen)
    if waiting[call.lane, default: []].count > Self.waitingLimit {
      waiting[call.lane]?.removeFirst()
    }
  }

  package mutating func take(_ event: SessionEvent, lane: Int) {
    guard case .recomputed(let number, let entries) = event,
      let seen = waiting[lane]?.last(where: { $0.number == number })
    else { return }
    for entry in entries { compare(entry, with: seen, lane: lane) }
  }

  private mutating func compare(_ entry: SiteCall, with seen: Waiting, lane: Int) {
    guard let first = seen.runs.first(where: { $0.name == entry.name && $0.run == entry.run }),
      let isSame = first.drawn.isSame(as: Drawn(entry))
    else { return }
    looked.add(key: first.key, lane: lane, number: seen.number, elements: first.count)
    let place = SitePlace(key: first.key, name: first.name, lane: lane, number: seen.number)
    sites.update(place, initial: State()) { state in
      state.compared += 1
      if isSame { return }
      state.differing += 1
      if state.first == 0 { state.first = seen.number }
    }
  }

  package func findings() -> [Finding] {
    sites.inOrder.compactMap { _, held in
      guard held.state.differing > 0 else { return nil }
      return Self.finding(
        site: held.name, lane: held.lane, calls: (held.state.first, held.last),
        numbers: [
          .init("recomputed masks that differ", Double(held.state.differing), expected: 0),
          .init("recomputed masks", Double(held.state.compared)),
        ],
        cause: "recomputed",
        FindingWords(
          what: "Backward recomputes the forward with another mask.",
          meaning: "Gradients belong to another network than the loss does.",
          advice: "Keep the generator's state: checkpoint(…, preserve_rng_state=True), and every"
            + " generator of your own with it."))
    }
  }
}

/// D08 over two logs: a run and its resumption, call by call.
package struct ResumptionDiffers: PairRule {
  package static let about = RecomputeDiffers.about

  private var first: (number: Int, site: String)?
  private var last = 0
  private var sites: [String] = []
  private var compared = 0
  private var differing = 0
  /// Calls that both sessions have.
  package private(set) var calls = 0
  /// Draws that were compared.
  package private(set) var elements = 0

  package init() {}

  package mutating func take(_ first: ForwardCall, _ second: ForwardCall) {
    calls += 1
    last = first.number
    for site in first.sites {
      guard let other = second.sites.first(where: { $0.id == site.id }),
        let isSame = RecomputeDiffers.Drawn(site).isSame(as: RecomputeDiffers.Drawn(other))
      else { continue }
      compared += 1
      elements += site.drawnCount ?? 0
      if isSame { continue }
      differing += 1
      if self.first == nil { self.first = (first.number, site.name) }
      if !sites.contains(site.name), sites.count < 64 { sites.append(site.name) }
    }
  }

  package func findings() -> [Finding] {
    guard let first else { return [] }
    return [
      Finding(
        rule: Self.about.id, name: Self.about.name, severity: .error, sites: sites,
        from: first.number, to: last, lanes: [0],
        numbers: [
          .init("masks that differ", Double(differing), expected: 0),
          .init("masks compared", Double(compared)),
        ],
        what: "The resumed run draws other masks than the run that it resumes, from call"
          + " \(first.number) on.",
        meaning: "The resumption is another run: its results cannot be compared with the first.",
        advice: "Save the generators' state with the checkpoint and load it before going on.",
        cause: "resumed")
    ]
  }
}

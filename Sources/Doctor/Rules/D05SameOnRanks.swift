package import DropoutEngine

/// D05: ranks that should draw apart draw the same masks.
///
/// Test: masks of one step, site and run are held against each other over the ranks: how often one
/// equals another, against the chance of that, by exponential tilts; and for the first ranks how the
/// elements agree, which needs no rate (``PairEvidence``). Ranks that are meant to agree are judged
/// the other way round: the first mask that differs is a finding.
package struct SameOnRanks: Rule {
  package static let about = RuleCard(
    id: "D05", name: "same-on-ranks", found: "ranks draw the same masks",
    passed: "ranks draw their own masks",
    test: "masks of one step and site on several ranks: equal ones, and how elements agree",
    level: "1e-6, at all calls and over all ranks together")

  /// Steps that wait for other ranks.
  private static let waitingLimit = 64
  /// Bytes of masks that wait for other ranks.
  private static let memory = 32 << 20
  /// Ranks whose masks are compared element by element.
  private static let elementLanes = 8

  private struct Moment: Hashable {
    var step: Int
    var ordinal: Int
  }

  private struct Entry {
    var lane: Int
    var hash: UInt64
    var chance: Double
    var count: Int
    var mask: Mask?

    var bytes: Int { (mask?.words.count ?? 0) * 8 }
  }

  private struct SiteOfLane: Hashable {
    var site: String
    var lane: Int
  }

  private struct State {
    var equal = RareEvents()
    var pairs = PairEvidence()
    var agreeing = 0.0
    var compared = 0.0
    var expected = 0.0
    var variance = 0.0
    var others: Set<Int> = []
    var first = 0
    var last = 0
    var differs: Int?
  }

  var expectsEqual = false
  var laneCount = 1
  private var waiting: [Moment: [SiteRun: [Entry]]] = [:]
  private var arrived: [Moment: Int] = [:]
  private var held = 0
  private var order: [Moment] = []
  private var ordinals: [Int: Moment] = [:]
  private var states: [SiteOfLane: State] = [:]
  private var keys: [SiteOfLane: Int] = [:]
  private var hashesDigests = false
  private var costs = PairCosts()
  package private(set) var looked = Tally()
  package var needs: String {
    laneCount < 2
      ? "the logs of two ranks or more of one run"
      : "masks or digests of one step and site on two ranks"
  }

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    guard laneCount > 1, call.isFresh else { return }
    let moment = moment(of: call)
    for site in call.sites {
      guard site.isTraining, site.novelty?.counts ?? true, let entry = entry(of: site) else {
        continue
      }
      let before = waiting[moment]?[site.site.id] ?? []
      if !before.isEmpty { compare(entry, with: before, at: site) }
      hold(entry, of: site.site.id, at: moment)
    }
    arrived[moment, default: 0] += 1
    if arrived[moment, default: 0] >= laneCount {
      drop(moment)
      order.removeAll { $0 == moment }
    }
    if order.count > Self.waitingLimit { drop(order.removeFirst()) }
  }

  private mutating func drop(_ moment: Moment) {
    for entry in waiting[moment, default: [:]].values.joined() { held -= entry.bytes }
    waiting[moment] = nil
    arrived[moment] = nil
  }

  private mutating func moment(of call: ExaminedCall) -> Moment {
    let step = call.call.step ?? call.call.number
    var moment = Moment(step: step, ordinal: 0)
    if let last = ordinals[call.lane], last.step == step { moment.ordinal = last.ordinal + 1 }
    ordinals[call.lane] = moment
    return moment
  }

  private mutating func entry(of site: Sighting) -> Entry? {
    guard let count = site.decisions?.of, let kept = site.decisions?.kept else { return nil }
    let chance = site.kind.bound(MaskHistory.chance(kept, count))
    if case .unrecorded(let digest?, _) = site.site.draw {
      hashesDigests = true
      guard let hash = UInt64(digest, radix: 16) else { return nil }
      return Entry(lane: site.lane, hash: hash, chance: chance, count: count, mask: site.mask)
    }
    guard let mask = site.mask else { return nil }
    let hash = hashesDigests ? UInt64(mask.digest, radix: 16) ?? 0 : site.hash ?? 0
    return Entry(lane: site.lane, hash: hash, chance: chance, count: count, mask: mask)
  }

  private mutating func compare(_ entry: Entry, with before: [Entry], at site: Sighting) {
    let others = before.filter { $0.count == entry.count && $0.lane != entry.lane }
    guard let first = others.first else { return }
    looked.add(site, elements: entry.count)
    let place = SiteOfLane(site: site.name, lane: entry.lane)
    let key = keys[place] ?? keys.count
    keys[place] = key
    var state = states[place, default: State()]
    defer { states[place] = state }
    if state.first == 0 { state.first = site.number }
    state.last = site.number
    let equal = others.first { $0.hash == entry.hash }
    if equal == nil, state.differs == nil { state.differs = site.number }
    if let equal, state.others.count < 64 { state.others.insert(equal.lane) }
    let chance = min(1, others.reduce(0) { $0 + $1.chance })
    let threshold = Level.threshold(site: key, tests: 2)
    state.equal.take(equal != nil, chance: chance, number: site.number, threshold: threshold)
    guard let mask = entry.mask, let other = (equal ?? first).mask else { return }
    let pairs = mask.pairs(with: other)
    if equal == nil || equal?.lane == first.lane, site.kind.law.isIndependent {
      state.pairs.take(pairs, number: site.number, threshold: threshold, &costs)
    }
    guard let rate = site.rate else { return }
    let differ = 2 * rate * (1 - rate)
    state.agreeing += Double(pairs.pairs - pairs.first - pairs.second + 2 * pairs.both)
    state.compared += Double(pairs.pairs)
    state.expected += Double(pairs.pairs) * (1 - differ)
    state.variance += Double(pairs.pairs) * differ * (1 - differ)
  }

  private mutating func hold(_ entry: Entry, of run: SiteRun, at moment: Moment) {
    var entry = entry
    if entry.lane >= Self.elementLanes || held + entry.bytes > Self.memory { entry.mask = nil }
    held += entry.bytes
    if waiting[moment] == nil {
      order.append(moment)
      waiting[moment] = [:]
    }
    waiting[moment]?[run, default: []].append(entry)
  }

  package func findings() -> [Finding] {
    let places = states.keys.sorted { ($0.site, $0.lane) < ($1.site, $1.lane) }
    return places.compactMap { place in
      guard let state = states[place], let key = keys[place] else { return nil }
      if expectsEqual { return difference(place, state) }
      guard state.equal.alarm != nil || state.pairs.alarm != nil else { return nil }
      return agreement(place, state, key)
    }
  }

  private func agreement(_ place: SiteOfLane, _ state: State, _ key: Int) -> Finding {
    let evidence = max(state.equal.tilts.logEvidence, state.pairs.tilts.logEvidence)
    var numbers = [
      Finding.Measurement(
        "equal masks", Double(state.equal.happened), expected: 0,
        chance: Level.chance(evidence, site: key, tests: 2)),
      Finding.Measurement("masks compared", Double(state.equal.trials)),
    ]
    if state.compared > 0 {
      numbers.append(
        Finding.Measurement(
          "share of equal elements", state.agreeing / state.compared,
          expected: state.expected / state.compared,
          sigma: state.variance > 0
            ? (state.agreeing - state.expected) / state.variance.squareRoot() : nil))
    }
    var finding = Self.finding(
      site: place.site, lane: place.lane, calls: (state.first, state.last), numbers: numbers,
      cause: "same",
      FindingWords(
        what: state.equal.alarm != nil
          ? "Ranks draw the same masks." : "The masks of ranks resemble each other.",
        meaning: "Data-parallel ranks drop the same units, so that averaging over them averages"
          + " nothing out.",
        advice: "Add the rank to the seed; if ranks share their data on purpose, as in tensor"
          + " parallelism, pass --expect-equal or accept the finding."))
    finding.lanes = (Array(state.others) + [place.lane]).sorted()
    return finding
  }

  private func difference(_ place: SiteOfLane, _ state: State) -> Finding? {
    guard let first = state.differs else { return nil }
    let differing = state.equal.trials - state.equal.happened
    return Self.finding(
      site: place.site, lane: place.lane, calls: (first, state.last),
      numbers: [.init("masks that differ", Double(differing), expected: 0)], cause: "differ",
      FindingWords(
        what: "Ranks that should draw the same masks draw others.",
        meaning: "Parts of one tensor are masked as if they belonged to different networks.",
        advice: "Give these ranks one seed and the same state before every draw."))
  }
}

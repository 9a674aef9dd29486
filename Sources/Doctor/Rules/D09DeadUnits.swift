package import DropoutEngine
import RealModule

/// D09: a unit is dropped, or kept, far more often than its neighbours; or is zero before the mask.
///
/// Test: of n decisions of a call K keep; each unit has B of them, and given K its number of dropped
/// ones is hypergeometric, with an exponential mean that is at most the binomial's. Sums over calls
/// go into a mixture of tilts; the level is split over the units. Around the share kept, so that a
/// wrong rate is no finding here, and over distinct masks. Masks of entries with stages are counted
/// once more by themselves: of a mask that a program builds itself a recorder may know only there what
/// became of it after the draw. Units that are zero before the mask on all of the last ``rows`` rows
/// are a note; where they are three quarters of a site's units, ``manyRows`` suffice for a warning, where
/// they are three fifths, ``twiceManyRows``, and where they are nearly all of sixteen or more,
/// ``mostRows``.
package struct DeadUnits: Rule {
  package static let about = RuleCard(
    id: "D09", name: "dead-units", found: "a unit is dropped too often",
    passed: "no unit is dropped too often",
    test: "dropped decisions of each unit, given the share kept in each call",
    level: "1e-6, split over units, at all calls together")

  /// The name of the number of odd units; what is expected of it is the number of all.
  static let odd = "odd units"
  /// The name of the correlation of rows that odd units bring about.
  static let explained = "explained correlation"

  /// Most units of a site, and over all sites.
  private static let unitLimit = 65_536
  private static let totalLimit = 4 << 20
  /// Rows after which a unit that stays zero before the mask is called dead.
  private static let rows = 300
  /// Rows, and calls, that suffice where three quarters of the units stay zero: healthy small nets
  /// have had 11 of 16, and places in the maps of a convolution 1,111 of 1,568.
  private static let manyRows = 96
  /// Rows that suffice for three fifths.
  private static let twiceManyRows = 192
  private static let manyCalls = 3
  /// Rows, and calls, that suffice where nine tenths do.
  private static let mostRows = 16
  private static let mostCalls = 2

  fileprivate struct State {
    var all: UnitEvidence
    var staged: UnitEvidence
    var zeros = ZeroUnits()

    init(units: Int) {
      all = UnitEvidence(units: units)
      staged = UnitEvidence(units: units)
    }
  }

  private var sites = SiteStates<State>()
  private var total = 0
  package private(set) var looked = Tally()
  package let needs = "masks of training calls whose samples have several units, or zero_units"

  package init() {}

  package mutating func take(_ call: ExaminedCall) {
    guard call.isFresh else { return }
    for site in call.sites where site.key < Examination.maskLimit {
      guard site.isTraining, let shape = site.drawnShape, !shape.isEmpty else { continue }
      let units = elementCount(Array(shape.count == 1 ? shape[...] : shape.dropFirst()))
      guard units > 1, units <= Self.unitLimit, has(roomFor: units, at: site) else { continue }
      let mask = site.isDecided ? site.mask : nil
      let zeros = site.site.zeroUnits
      guard mask != nil || zeros != nil || site.site.dead == 0 else { continue }
      looked.add(site, elements: mask?.count ?? units)
      let threshold = Level.threshold(site: site.key, tests: 2 * units)
      let room = min(Self.unitLimit, Self.totalLimit - total)
      var grown = 0
      sites.update(site, initial: State(units: units)) { state in
        if let mask, state.all.counts.units == units {
          state.all.add(mask, number: site.number, threshold: threshold)
          if site.site.stages != nil {
            state.staged.add(mask, number: site.number, threshold: threshold)
          }
        }
        let before = state.zeros.units
        state.zeros.take(site.site, limit: room)
        grown = state.zeros.units - before
      }
      total += grown
    }
  }

  private mutating func has(roomFor units: Int, at site: Sighting) -> Bool {
    if sites.has(site.key) { return true }
    guard total + units <= Self.totalLimit else { return false }
    total += units
    return true
  }

  package func findings() -> [Finding] {
    sites.inOrder.flatMap { key, held in
      var (all, staged) = (held.state.all, held.state.staged)
      all.settle()
      staged.settle()
      return [
        odd(held.name, held.lane, key, all, held.last)
          ?? odd(held.name, held.lane, key, staged, held.last),
        dead(held),
      ]
      .compactMap(\.self)
    }
  }

  private func odd(
    _ site: String, _ lane: Int, _ key: Int, _ state: UnitEvidence, _ last: Int
  ) -> Finding? {
    let threshold = Level.threshold(site: key, tests: 2 * state.counts.units)
    guard state.alarm != nil || state.isOdd(threshold) else { return nil }
    let odd = state.counts.kept.indices.filter { state.evidence(of: $0) >= threshold }
    guard let worst = odd.max(by: { state.evidence(of: $0) < state.evidence(of: $1) }) else {
      return nil
    }
    let rows = Double(state.counts.rows)
    let kept = Double(state.counts.kept[worst])
    let share = state.share
    let spread: Double = rows * share * (1 - share)
    let chance = Level.chance(state.evidence(of: worst), site: key, tests: 2 * state.counts.units)
    return Self.finding(
      site: site, lane: lane, calls: (state.first, last),
      numbers: [
        .init(
          "kept share of unit \(worst)", kept / rows, expected: share,
          sigma: (kept - rows * share) / spread.squareRoot(), chance: chance),
        .init(Self.odd, Double(odd.count), expected: Double(state.counts.units)),
        .init(Self.explained, state.explainedCorrelation, expected: 0),
      ],
      cause: site,
      FindingWords(
        what: (odd.count == 1
          ? "Unit \(worst) is"
          : "\(odd.count) of \(state.counts.units) units are dropped or kept too often: unit \(worst) is")
          + " kept in \(percent(kept / rows)) of rows, where \(percent(share)) are usual.",
        meaning: "Some units take no part in training, or are never regularised.",
        advice: "Look at what builds the mask: a fixed index, an offset, or a mask that is"
          + " multiplied by another."))
  }

  private func dead(_ held: SiteStates<State>.Held) -> Finding? {
    let zeros = held.state.zeros
    let areMany =
      zeros.calls >= Self.manyCalls
      && (4 * zeros.dead(for: Self.manyRows) >= 3 * zeros.units
        || 5 * zeros.dead(for: Self.twiceManyRows) >= 3 * zeros.units)
    let isMost =
      zeros.calls >= Self.mostCalls && zeros.units >= 16
      && 10 * zeros.dead(for: Self.mostRows) >= 9 * zeros.units
    let isMany = areMany || isMost
    let rows = isMost ? Self.mostRows : areMany ? Self.manyRows : Self.rows
    let dead = zeros.dead(for: rows)
    guard dead > 0 else { return nil }
    return Self.finding(
      isMany ? .warning : .note, site: held.name, lane: held.lane,
      calls: (held.last, held.last),
      numbers: [.init("units zero before the mask", Double(dead), expected: nil)],
      cause: "zero",
      FindingWords(
        what: "\(dead) of \(zeros.units) units are zero before the mask, on the last \(rows) rows"
          + " and more.",
        meaning: "A rectifier that never fires learns nothing any more; a few of them are usual.",
        advice: "If there are many, lower the learning rate or look at the initialisation."))
  }
}

package import DropoutEngine
import RealModule

/// D09: a unit is dropped, or kept, far more often than its neighbours; or is zero before the mask.
///
/// Test: of n decisions of a call K keep; each unit has B of them, and given K its number of dropped
/// ones is hypergeometric, with an exponential mean that is at most the binomial's. Sums over calls
/// go into a mixture of tilts; the level is split over the units. Around the share kept, so that a
/// wrong rate is no finding here, and over distinct masks. Units that are zero before the mask on
/// all of the last ``rows`` rows are a note below a third of a site's units.
package struct DeadUnits: Rule {
  package static let about = RuleCard(
    id: "D09", name: "dead-units",
    test: "dropped decisions of each unit, given the share kept in each call",
    level: "1e-6, split over units, at all calls together")

  /// The name of the number of odd units; what is expected of it is the number of all.
  static let odd = "odd units"
  /// The name of the correlation of rows that odd units bring about.
  static let explained = "explained correlation"

  fileprivate static let tilts = Tilts.bothWays([4, 1.5, 0.6, 0.2, 0.06])
  fileprivate static let growth = tilts.map { Double.expMinusOne($0) }
  /// Most units of a site, and over all sites.
  private static let unitLimit = 65_536
  private static let totalLimit = 4 << 20
  /// Rows after which a unit that stays zero before the mask is called dead.
  private static let rows = 300

  fileprivate struct State {
    var counts: UnitCounts
    var costs = Array(repeating: 0.0, count: DeadUnits.tilts.count)
    var alarm: Int?
    var first = 0
    var zeroSince: [Int] = []
    var zeroRows = 0
    var zeroNow = 0
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
      let mask = site.isChance ? site.mask : nil
      guard mask != nil || site.site.zeroUnits != nil else { continue }
      looked.add(site, elements: mask?.count ?? units)
      let threshold = Level.threshold(site: site.key, tests: units)
      sites.update(site, initial: State(counts: UnitCounts(units: units))) { state in
        guard state.counts.units == units else { return }
        if let mask { state.add(mask, number: site.number, threshold: threshold) }
        if let zero = site.site.zeroUnits {
          state.add(zero: zero, rows: (site.site.size ?? units) / units)
        }
      }
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
      var held = held
      held.state.counts.settle()
      return [
        odd(held.name, held.lane, key, held.state, held.last),
        dead(held, rows: held.state.zeroRows),
      ]
      .compactMap(\.self)
    }
  }

  private func odd(
    _ site: String, _ lane: Int, _ key: Int, _ state: State, _ last: Int
  ) -> Finding? {
    let threshold = Level.threshold(site: key, tests: state.counts.units)
    guard state.alarm != nil || state.isOdd(threshold) else { return nil }
    let odd = state.counts.kept.indices.filter { state.evidence(of: $0) >= threshold }
    guard let worst = odd.max(by: { state.evidence(of: $0) < state.evidence(of: $1) }) else {
      return nil
    }
    let rows = Double(state.counts.rows)
    let kept = Double(state.counts.kept[worst])
    let share = state.share
    let spread: Double = rows * share * (1 - share)
    let chance = Level.chance(state.evidence(of: worst), site: key, tests: state.counts.units)
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

  private func dead(_ held: SiteStates<State>.Held, rows: Int) -> Finding? {
    let dead = held.state.zeroSince.filter { rows - $0 >= Self.rows }.count
    guard dead > 0 else { return nil }
    return Self.finding(
      dead * 3 >= held.state.counts.units ? .warning : .note, site: held.name, lane: held.lane,
      calls: (held.last, held.last),
      numbers: [.init("units zero before the mask", Double(dead), expected: nil)],
      cause: "zero",
      FindingWords(
        what: "\(dead) of \(held.state.counts.units) units are zero before the mask, on the last"
          + " \(Self.rows) rows and more.",
        meaning: "A rectifier that never fires learns nothing any more; a few of them are usual.",
        advice: "If there are many, lower the learning rate or look at the initialisation."))
  }
}

extension DeadUnits.State {
  fileprivate mutating func add(_ mask: Mask, number: Int, threshold: Double) {
    let before = counts.rows
    counts.add(mask)
    let rows = counts.rows - before
    let whole = rows * counts.units
    // Only whole rows count; a mask that is none has no units.
    guard whole == mask.count, rows > 0 else { return }
    if first == 0 { first = number }
    let dropped = 1 - Double(mask.kept) / Double(mask.count)
    for (index, growth) in DeadUnits.growth.enumerated() {
      costs[index] += Double(rows) * Double.log(onePlus: dropped * growth)
    }
    // A look costs as much as some rows; where calls have one row each, some of them wait for it.
    guard counts.waiting >= min(8, 1 + (counts.rows - counts.waiting) / 16) else { return }
    counts.settle()
    if alarm == nil, isOdd(threshold) { alarm = number }
  }

  /// Whether the evidence of the unit that is kept least, or most, suffices.
  fileprivate func isOdd(_ threshold: Double) -> Bool {
    guard let most = counts.kept.max(), let least = counts.kept.min() else { return false }
    return mayReach(threshold, kept: least) && evidence(kept: least) >= threshold
      || mayReach(threshold, kept: most) && evidence(kept: most) >= threshold
  }

  /// Whether the evidence, which is at most that of its strongest tilt, may be so large: for a look
  /// in passing.
  private func mayReach(_ threshold: Double, kept: UInt32) -> Bool {
    let dropped = Double(counts.rows) - Double(kept)
    return costs.indices.contains { DeadUnits.tilts[$0] * dropped - costs[$0] >= threshold }
  }

  fileprivate func evidence(of unit: Int) -> Double { evidence(kept: counts.kept[unit]) }

  private func evidence(kept: UInt32) -> Double {
    let dropped = Double(counts.rows) - Double(kept)
    let sums = zip(DeadUnits.tilts, costs).map { $0 * dropped - $1 }
    return logSum(sums) - Double.log(Double(sums.count))
  }

  /// The share of all decisions that kept.
  fileprivate var share: Double {
    let kept = counts.kept.reduce(0) { $0 + Double($1) }
    return kept / max(1, Double(counts.rows) * Double(counts.units))
  }

  /// How much rows agree because units differ from each other: the spread of their shares beyond
  /// what chance gives, over that of one decision.
  fileprivate var explainedCorrelation: Double {
    let (rows, share) = (Double(counts.rows), share)
    guard rows > 1, share > 0, share < 1 else { return 0 }
    let squares = counts.kept.reduce(0) { sum, kept in
      let distance = Double(kept) / rows - share
      return sum + distance * distance
    }
    let spread = squares / Double(counts.units) - share * (1 - share) / rows
    return max(0, spread / (share * (1 - share)))
  }

  /// Takes the units that are zero before the mask in a call.
  fileprivate mutating func add(zero: Mask, rows: Int) {
    guard zero.count >= counts.units, rows > 0 else { return }
    if zeroSince.isEmpty { zeroSince = Array(repeating: 0, count: counts.units) }
    zeroRows += rows
    for unit in zeroSince.indices where !zero[unit] { zeroSince[unit] = zeroRows }
  }
}

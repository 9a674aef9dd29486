/// What every unit of a site did over a session, as far as masks are on record.
///
/// Its memory is bounded by the site's size, whatever the number of calls: sums, the last masks, and
/// columns that neighbours share where there are too many. Each run of the site in a call counts as a
/// draw of its own; recomputations do not count.
package struct UnitHistory: Sendable, Equatable {
  /// Sites of more units than that are left out.
  package static let unitLimit = 1 << 17
  /// Masks that are kept: so many, or fewer where they are large.
  private static let maskLimit = 640
  private static let maskBits = 1 << 24

  package let site: String
  /// The last call that was looked at.
  package private(set) var through = 0
  /// What decisions of the site follow; σ means nothing where that is not chance alone.
  package private(set) var law = DrawLaw.elements
  private var kind: String?
  /// Whether the first axis of what is drawn is that of samples.
  package private(set) var hasSamples = true
  package private(set) var counts: UnitCounts?
  /// Elements drawn in all.
  package private(set) var elements = 0
  /// Draws of another shape than the first, or of too many units: left out.
  package private(set) var otherShapes = 0
  /// Training calls that drew without a mask on record.
  package private(set) var unrecorded = 0
  package private(set) var lags = Array(repeating: LagTally(), count: DrawLag.allCases.count)
  package private(set) var changes = MaskChanges()
  package private(set) var runs = UnitRuns()
  package private(set) var activity = UnitActivity()
  /// The last masks, oldest first.
  package private(set) var recent: [Drawn] = []
  private var expected = 0.0
  private var variance = 0.0
  private var keep: Double?
  private var hasOneRate = true
  private var isMeasured = false

  /// A mask of the site.
  package struct Drawn: Sendable, Equatable {
    package var number: Int
    package var mask: Mask
    /// The chance to keep.
    package var keep: Double
  }

  package init(site: String) { self.site = site }

  /// Units of a sample; 0 before the first mask.
  package var units: Int { counts?.units ?? 0 }

  /// How many draws were counted.
  package var draws: Int { runs.draws }

  /// The mean chance to keep; nil before the first mask.
  package var meanKeep: Double? { counts.map { expected / Double(max(1, $0.rows)) } }

  /// How often each unit was kept; nil before the first mask.
  package var tally: UnitTally? {
    guard var counts, counts.rows > 0 else { return nil }
    counts.settle()
    return UnitTally(
      kept: counts.kept, rows: counts.rows, expected: expected, variance: variance,
      keep: hasOneRate ? keep : nil, isMeasured: isMeasured)
  }

  /// Takes the next call of the session.
  package mutating func take(_ call: ForwardCall, kind: String?) {
    through = call.number
    if kind != self.kind {
      self.kind = kind
      law = DrawLaw(kind: kind)
      hasSamples = kind.flatMap(DropoutKinds.named)?.hasSamples ?? true
    }
    for (index, entry) in call.sites.enumerated()
    where entry.name == site && !entry.isRecomputed {
      takeValues(entry, index, call)
      guard entry.phase ?? call.phase == .train else { continue }
      if let mask = entry.mask {
        take(mask, of: entry, number: call.number)
      } else if entry.isDrawn == true {
        unrecorded += 1
      }
    }
  }

  private mutating func takeValues(_ entry: SiteCall, _ index: Int, _ call: ForwardCall) {
    guard let shape = entry.drawn ?? entry.shape, shape.count >= 2, shape[0] > 0 else { return }
    let rows = hasSamples ? shape[0] : 1
    let units = elementCount(shape) / rows
    // Where one draw decides about several elements, no value is a unit's own.
    if entry.drawn == nil || entry.drawn == entry.shape, let tensors = call.tensors,
      index < tensors.before.count
    {
      activity.add(tensors.before[index], rows: rows, units: units)
    } else if let zeros = entry.zeroUnits {
      activity.add(zeroUnits: zeros, units: units)
    }
  }

  private mutating func take(_ mask: Mask, of entry: SiteCall, number: Int) {
    let shape = entry.drawn ?? entry.shape ?? [mask.count]
    let rows = shape.count >= 2 && hasSamples ? shape[0] : 1
    guard rows > 0, mask.count > 0, mask.count.isMultiple(of: rows) else { return }
    let units = mask.count / rows
    let rate = entry.rate.flatMap { $0.drawn(by: entry.dialect) }
    let keep = rate.map { 1 - $0 } ?? Double(mask.kept) / Double(mask.count)
    guard keep > 0, keep < 1 else { return }
    if counts == nil, units <= Self.unitLimit { counts = UnitCounts(units: units) }
    guard counts?.units == units else {
      otherShapes += 1
      return
    }
    count(mask, rows, keep, isMeasured: rate == nil)
    compare(mask, units, keep, number)
    runs.add(mask)
    let limit = min(Self.maskLimit, max(8, Self.maskBits / mask.count))
    if recent.count >= limit + max(8, limit / 4) { recent.removeFirst(recent.count - limit) }
    recent.append(Drawn(number: number, mask: mask, keep: keep))
  }

  private mutating func count(_ mask: Mask, _ rows: Int, _ keep: Double, isMeasured: Bool) {
    counts?.add(mask)
    elements += mask.count
    expected += Double(rows) * keep
    variance += Double(rows) * keep * (1 - keep)
    if let known = self.keep, known != keep { hasOneRate = false }
    self.keep = keep
    self.isMeasured = self.isMeasured || isMeasured
  }

  /// Holds a mask against itself, shifted, and against those before it.
  private mutating func compare(_ mask: Mask, _ units: Int, _ keep: Double, _ number: Int) {
    for (index, lag) in DrawLag.allCases.enumerated() {
      if let distance = lag.units {
        lags[index].add(mask.pairs(lag: distance, inRowsOf: units), keep: keep, other: keep)
      } else if let draws = lag.draws {
        guard draws <= recent.count else { continue }
        let other = recent[recent.count - draws]
        lags[index].add(other.mask.pairs(with: mask), keep: other.keep, other: keep)
      } else {
        lags[index].add(mask.pairs(shiftedBy: units), keep: keep, other: keep)
      }
    }
    if let last = recent.last, last.mask.count == mask.count {
      changes.add(mask, keep: keep, before: last.mask, keep: last.keep, number: number)
    }
    changes.remember(mask, keep: keep)
  }
}

package import DropoutEngine

/// A call as rules look at it: with what is known of its lane's past.
package struct ExaminedCall: Sendable {
  /// The call.
  package let call: ForwardCall
  /// Its lane, from 0.
  package let lane: Int
  /// Whether its number is above all before it in its lane: chance is judged only over such calls,
  /// since a call that is drawn once more draws the same.
  package let isFresh: Bool
  /// The runs of its sites.
  package let sites: [Sighting]
}

/// One run of a site in a call, as rules look at it.
///
/// A class, as each rule takes it in hand: to copy all its parts for each takes longer than to look.
package final class Sighting: Sendable {
  /// The site's index over all lanes, in the order in which they were first seen.
  package let key: Int
  /// The lane.
  package let lane: Int
  /// The call's number.
  package let number: Int
  /// The entry.
  package let site: SiteCall
  /// What the session says of the site.
  let header: SiteHeader?
  let kind: KindTraits
  /// Whether the site's owner is in training, and the run is no recomputation.
  let isTraining: Bool
  /// How many decisions kept, of how many; nil where nothing was drawn or it is not known.
  let decisions: KeptCount?
  /// The numbers of the stages, where they are on record.
  let stages: StageNumbers?
  /// The mask over the drawn shape, also where tiles hold each of its elements.
  let mask: Mask?
  /// How it compares with the site's last masks; nil where it was not compared.
  let novelty: MaskNovelty?

  init(
    key: Int, lane: Int, number: Int, site: SiteCall, header: SiteHeader?, kind: KindTraits,
    isTraining: Bool, decisions: KeptCount?, mask: Mask?, novelty: MaskNovelty?
  ) {
    self.key = key
    self.lane = lane
    self.number = number
    self.site = site
    self.header = header
    stages = site.stages.map { StageNumbers($0) }
    self.kind = kind
    self.isTraining = isTraining
    self.decisions = decisions
    self.mask = mask
    self.novelty = novelty
  }

  /// The chance of dropping that was really in force.
  var rate: Double? {
    site.rate.flatMap { $0.drawn(by: site.dialect) }
  }

  /// Whether the draw says something about how its decisions are made, whatever their rate: one in
  /// training, of a mask that is not a repetition. The rate may be unknown, as that of a mask which
  /// a program builds itself, but it may not be one that leaves nothing to chance.
  var isDecided: Bool {
    guard isTraining, key < Examination.testedLimit, kind.law.isIndependent else { return false }
    if site.rate != nil {
      guard let rate, rate > 0, rate < 1 else { return false }
    }
    return novelty?.counts ?? true
  }

  /// Whether the draw says something about chance: as ``isDecided``, and its rate is known.
  var isChance: Bool { isDecided && site.rate != nil }

  /// Whether at least one element was dropped; nil where that is not known.
  ///
  /// A mask that was drawn in an earlier call drops without a draw in this one: zeros that come
  /// after tell it.
  var hasDropped: Bool? {
    guard kind.law.drops else { return site.isDrawn }
    if let decisions { return decisions.kept < decisions.of }
    if site.draw == .nothing, let stages = site.stages, stages.after.zeros > stages.before.zeros {
      return true
    }
    if let kept = site.kept, let size = site.size { return kept < size }
    return site.isDrawn
  }

  /// The shape of the draw.
  var drawnShape: [Int]? { site.drawn ?? site.shape }
}

extension SiteCall {
  /// The mask, where it is on record, or where tiles are fine enough to hold each element.
  var wholeMask: Mask? {
    if let mask { return mask }
    guard case .unrecorded(_, let tiles?) = draw, let count = drawnCount,
      tiles.kept.count == count, tiles.kept.allSatisfy({ $0 == 0 || $0 == 1 })
    else { return nil }
    return Mask(tiles.kept.lazy.map { $0 == 1 })
  }
}

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
/// A class, whose answers are worked out once: fifteen rules ask for them, and to copy all parts of
/// the entry for each takes longer than to look.
package final class Sighting: Sendable {
  /// The site's index over all lanes, in the order in which they were first seen.
  package let key: Int
  /// The lane.
  package let lane: Int
  /// The call's number.
  package let number: Int
  /// The entry; what most rules ask of it stands beside it.
  package let site: SiteCall
  /// The site's name.
  let name: String
  /// What the session says of the site.
  let header: SiteHeader?
  let kind: KindTraits
  /// Whether it is a forward that ran again during backward.
  let isRecomputed: Bool
  /// Whether the site's owner is in training, and the run is no recomputation.
  let isTraining: Bool
  /// Whether something was drawn; nil where that is not known.
  let isDrawn: Bool?
  /// The rate as it was told.
  let toldRate: Double?
  /// The chance of dropping that was really in force.
  let rate: Double?
  /// How many decisions kept, of how many; nil where nothing was drawn or it is not known.
  let decisions: KeptCount?
  /// How many decisions a draw takes.
  let drawnCount: Int?
  /// How many elements the tensor has; 0 where that is not known.
  let size: Int
  /// The numbers of the stages, where they are on record.
  let stages: StageNumbers?
  /// The mask over the drawn shape, also where tiles hold each of its elements.
  let mask: Mask?
  /// 64 bits that tell the mask.
  let hash: UInt64?
  /// How it compares with the site's last masks; nil where it was not compared.
  let novelty: MaskNovelty?
  /// Whether at least one element was dropped; nil where that is not known.
  let hasDropped: Bool?
  /// Whether the draw says something about how its decisions are made, whatever their rate: one in
  /// training, of a mask that is not a repetition. The rate may be unknown, as that of a mask which
  /// a program builds itself, but it may not be one that leaves nothing to chance.
  let isDecided: Bool

  init(
    key: Int, lane: Int, number: Int, site: SiteCall, header: SiteHeader?, kind: KindTraits,
    isTraining: Bool, mask: Mask?, hash: UInt64?, novelty: MaskNovelty?
  ) {
    self.key = key
    self.lane = lane
    self.number = number
    self.site = site
    name = site.name
    self.header = header
    self.kind = kind
    isRecomputed = site.isRecomputed
    self.isTraining = isTraining
    isDrawn = site.isDrawn
    toldRate = site.rate?.value
    rate = site.rate.flatMap { $0.drawn(by: site.dialect) }
    decisions = site.keptDecisions
    drawnCount = decisions?.of ?? site.drawnCount
    size = site.size ?? 0
    stages = site.stages.map { StageNumbers($0) }
    self.mask = mask
    self.hash = hash
    self.novelty = novelty
    hasDropped = site.hasDropped(by: kind, decisions)
    isDecided =
      isTraining && key < Examination.testedLimit && kind.law.isIndependent
      && (toldRate == nil || rate.map { $0 > 0 && $0 < 1 } ?? false) && novelty?.counts ?? true
  }

  /// Whether the draw says something about chance: as ``isDecided``, and its rate is known.
  var isChance: Bool { isDecided && toldRate != nil }

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
  /// Whether at least one element was dropped; nil where that is not known.
  ///
  /// A mask that was drawn in an earlier call drops without a draw in this one: zeros that come
  /// after tell it.
  fileprivate func hasDropped(by kind: KindTraits, _ decisions: KeptCount?) -> Bool? {
    guard kind.law.drops else { return isDrawn }
    if let decisions { return decisions.kept < decisions.of }
    if draw == .nothing, let stages, stages.after.zeros > stages.before.zeros { return true }
    if let kept, let size { return kept < size }
    return isDrawn
  }
}

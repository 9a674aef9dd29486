import DropoutEngine
import RealModule

/// How a mask compares with those that its site drew before.
struct MaskNovelty: Sendable, Equatable {
  /// The call that had the same mask, where one of the last ones had; never the call itself, nor one
  /// of evaluation, without gradients, where this one has them or the other way round: trainers give
  /// the generator its state back after a first look at the held-out rows.
  var sameAs: Int?
  /// The optimizer step of that call, where it is known.
  var sameStep: Int?
  /// A bound on the chance that a new draw equals one of the masks on record, whatever the rate.
  var chance: Double
  /// Whether the draw may be judged as a new one: it is no repetition, or so small a mask that
  /// repetitions are chance and leaving them out would bend what is left.
  var counts: Bool
}

/// The last masks of one site, told apart by 64 bits each.
struct MaskHistory: Sendable {
  /// How many masks are kept of a site: of the first ones more than an epoch of a small set has steps.
  static func length(site key: Int) -> Int { key < 256 ? 1024 : 64 }

  private struct Entry {
    var hash: UInt64
    var number: Int
    var step: Int?
    var isTrained: Bool
    var chance: Double
  }

  private var entries: [Entry] = []
  /// Where the entry of a mask stands, by its bits.
  private var places: [UInt64: Int] = [:]
  private var oldest = 0
  /// The chances of all entries together, and of those of the newest call.
  private var chances = 0.0
  private var newest = (number: 0, chances: 0.0)
  private var hashesDigests = false

  /// Takes a mask, or the digest of one.
  ///
  /// - Parameters:
  ///   - hash: ``Mask/mixed`` of the mask.
  ///   - call: the call that it was drawn in.
  /// - Returns: nil where neither is known.
  mutating func take(
    _ site: SiteCall, of kind: KindTraits, mask: Mask?, hash: UInt64?, in call: ForwardCall,
    limit: Int
  ) -> MaskNovelty? {
    guard let (hash, independent) = identity(of: site, mask: mask, hash: hash) else { return nil }
    let (number, isTrained) = (call.number, call.grad != false)
    if newest.number != number { newest = (number, 0) }
    let chance = kind.bound(independent)
    let place = chance < 1 ? places[hash] : nil
    let known = place.map { entries[$0] }
    let isSame = known.map { $0.number != number && $0.isTrained == isTrained } ?? false
    if let place, isTrained, !entries[place].isTrained {
      (entries[place].number, entries[place].step) = (number, call.step)
      entries[place].isTrained = true
    }
    let novelty = MaskNovelty(
      sameAs: isSame ? known?.number : nil,
      sameStep: known?.step,
      chance: min(1, max(0, chances - newest.chances)),
      counts: known == nil || chance > 1e-12)
    // A mask that keeps all, or nothing, is no sign of anything when it comes again; but it was an
    // occasion to draw one of the others.
    if known == nil, chance < 1 {
      let entry = Entry(
        hash: hash, number: number, step: call.step, isTrained: isTrained, chance: chance)
      add(entry, limit: limit)
    }
    return novelty
  }

  private mutating func add(_ entry: Entry, limit: Int) {
    newest.chances += entry.chance
    if entries.count < limit {
      places[entry.hash] = entries.count
      entries.append(entry)
      chances += entry.chance
      return
    }
    let last = entries[oldest]
    places[last.hash] = nil
    if last.number == newest.number { newest.chances -= last.chance }
    places[entry.hash] = oldest
    entries[oldest] = entry
    chances += entry.chance - last.chance
    oldest = (oldest + 1) % entries.count
    // What rounding left of the differences goes.
    if oldest == 0 { chances = entries.reduce(0) { $0 + $1.chance } }
  }

  /// What tells the mask, and the largest chance of drawing exactly it that any rate has: with k of
  /// n kept that is (k/n)^k (1 - k/n)^(n - k), where decisions are independent.
  private mutating func identity(
    of site: SiteCall, mask: Mask?, hash: UInt64?
  ) -> (UInt64, Double)? {
    if case .unrecorded(let digest?, _) = site.draw {
      hashesDigests = true
      guard let hash = UInt64(digest, radix: 16), let counts = site.keptDecisions else {
        return nil
      }
      return (hash, Self.chance(counts.kept, counts.of))
    }
    guard let mask, let mixed = hash, mask.count > 0 else { return nil }
    // A site that is on record now as a mask and now as a digest is told by its digests.
    let hash = hashesDigests ? UInt64(mask.digest, radix: 16) ?? mixed : mixed
    return (hash, Self.chance(mask.kept, mask.count))
  }

  static func chance(_ kept: Int, _ count: Int) -> Double {
    guard kept > 0, kept < count else { return 1 }
    let (k, n) = (Double(kept), Double(count))
    return Double.exp(k * Double.log(k / n) + (n - k) * Double.log(1 - k / n))
  }
}

extension Mask {
  /// 64 bits that tell masks apart; not for anything that must withstand an adversary.
  var mixed: UInt64 {
    var state = UInt64(truncatingIfNeeded: count) &* 0x9e37_79b9_7f4a_7c15
    for word in words {
      state = (state ^ word) &* 0xff51_afd7_ed55_8ccd
      state ^= state >> 32
    }
    return state
  }
}

import DropoutEngine
import RealModule

/// How a mask compares with those that its site drew before.
struct MaskNovelty: Sendable, Equatable {
  /// The call that had the same mask, where one of the last ones had; never the call itself.
  var sameAs: Int?
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
    var chance: Double
  }

  private var entries: [Entry] = []
  private var oldest = 0
  private var hashesDigests = false

  /// Takes a mask, or the digest of one.
  ///
  /// - Parameter hash: ``Mask/mixed`` of the mask.
  /// - Returns: nil where neither is known.
  mutating func take(
    _ site: SiteCall, of kind: KindTraits, mask: Mask?, hash: UInt64?, number: Int, limit: Int
  ) -> MaskNovelty? {
    guard let (hash, independent) = identity(of: site, mask: mask, hash: hash) else { return nil }
    let chance = kind.bound(independent)
    var novelty = MaskNovelty(sameAs: nil, chance: 0, counts: true)
    var isKnown = false
    for entry in entries {
      if chance < 1, entry.hash == hash {
        isKnown = true
        if entry.number != number { novelty.sameAs = entry.number }
      }
      if entry.number != number { novelty.chance += entry.chance }
    }
    novelty.chance = min(1, novelty.chance)
    novelty.counts = !isKnown || chance > 1e-12
    // A mask that keeps all, or nothing, is no sign of anything when it comes again; but it was an
    // occasion to draw one of the others.
    if !isKnown, chance < 1 {
      add(Entry(hash: hash, number: number, chance: chance), limit: limit)
    }
    return novelty
  }

  private mutating func add(_ entry: Entry, limit: Int) {
    guard entries.count >= limit else { return entries.append(entry) }
    entries[oldest] = entry
    oldest = (oldest + 1) % entries.count
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

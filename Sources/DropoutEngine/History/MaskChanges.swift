import RealModule

/// How many elements change from one mask of a site to the next, and which masks are the same again.
package struct MaskChanges: Sendable, Equatable {
  /// So many σ to either side are told apart.
  package static let reach = 4.0
  /// Parts of a σ.
  package static let binsPerSigma = 4
  /// Calls by how far the changed elements lie from what is expected; the outermost hold all beyond.
  package private(set) var bins = Array(
    repeating: 0, count: 2 * Int(MaskChanges.reach) * MaskChanges.binsPerSigma)
  /// Masks that had one before them.
  package private(set) var count = 0
  /// The last change.
  package private(set) var last: Change?

  /// Masks whose hash is kept; later ones are held against those alone.
  private static let limit = 1 << 16
  private var seen: [UInt64: UInt32] = [:]
  private var hashed = 0
  /// Pairs of masks that were held against each other.
  package private(set) var pairs = 0
  /// Pairs that are equal, and how many chance alone gives.
  package private(set) var equal = 0
  package private(set) var expectedEqual = 0.0

  /// One mask against that before it.
  package struct Change: Sendable, Equatable {
    package var number: Int
    package var changed: Int
    package var of: Int
    /// n(q p′ + p q′): 2pqn at one rate.
    package var expected: Double
    package var sd: Double

    package var sigma: Double { (Double(changed) - expected) / sd }
  }

  package init() {}

  /// Takes a mask and that before it, of one size.
  mutating func add(_ mask: Mask, keep: Double, before: Mask, keep other: Double, number: Int) {
    let share = keep * (1 - other) + (1 - keep) * other
    let n = Double(mask.count)
    guard n > 0, share > 0, share < 1 else { return }
    let change = Change(
      number: number, changed: mask.changed(from: before), of: mask.count, expected: n * share,
      sd: (n * share * (1 - share)).squareRoot())
    let place = (change.sigma + Self.reach) * Double(Self.binsPerSigma)
    bins[Int(min(max(place, 0), Double(bins.count - 1)))] += 1
    count += 1
    last = change
  }

  /// Looks whether a mask was there before.
  mutating func remember(_ mask: Mask, keep: Double) {
    let hash = mask.words.reduce(UInt64(mask.count) &* 0x9E37_79B9_7F4A_7C15) { hash, word in
      // SplitMix64's mixing of 64 bits.
      var z = hash ^ word
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return (z ^ z >> 31) &+ 0x9E37_79B9_7F4A_7C15
    }
    pairs += hashed
    equal += Int(seen[hash] ?? 0)
    let alike = keep * keep + (1 - keep) * (1 - keep)
    expectedEqual += Double(hashed) * Double.pow(alike, Double(mask.count))
    guard hashed < Self.limit else { return }
    seen[hash, default: 0] += 1
    hashed += 1
  }
}

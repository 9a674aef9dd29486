/// What one run of a site drew on one rank, as far as it can be held against another rank's.
public struct RankDraw: Sendable, Equatable {
  /// The mask, where it is on record.
  public var mask: Mask?
  /// The digest of the packed bits, where that is what is on record.
  public var digest: String?
  /// How many decisions were drawn.
  public var count: Int
  /// The chance of dropping; nil where it is not known.
  public var rate: Double?

  /// Nil where nothing was drawn that chance decides, or nothing of it is on record.
  public init?(_ site: SiteCall, of call: ForwardCall) {
    guard !site.isRecomputed, (site.phase ?? call.phase) == .train else { return nil }
    let drawn = site.rate.flatMap { $0.drawn(by: site.dialect) }
    if let drawn, drawn <= 0 || drawn >= 1 { return nil }
    rate = drawn
    switch site.draw {
    case .nothing: return nil
    case .mask(let mask):
      guard mask.count > 0 else { return nil }
      self.mask = mask
      count = mask.count
    case .unrecorded(let digest?, _):
      guard let drawn = site.drawnCount, drawn > 0, drawn < .max else { return nil }
      self.digest = digest
      count = drawn
    case .unrecorded: return nil
    }
  }

  /// A mask that was drawn at a rate.
  public init(mask: Mask, rate: Double?) {
    self.mask = mask
    self.rate = rate
    count = mask.count
  }
}

/// How the masks of two ranks agree at one site over calls.
///
/// Where both keep an element with chances q and q', they agree in it with chance q q' + p p', which
/// is 1 − 2 p q at one rate. Where a rate is not known, what both kept stands in for it: of n elements
/// with x and y kept, (x y + (n − x)(n − y)) / n agree in the mean.
public struct PairTally: Sendable, Equatable {
  /// Elements in which both agree.
  public private(set) var equal = 0
  /// Elements that were compared.
  public private(set) var compared = 0
  /// What ``equal`` is expected to be where both draw for themselves.
  public private(set) var expected = 0.0
  /// The variance of that.
  public private(set) var variance = 0.0
  /// Whole masks that were compared, by their bits or by their digests.
  public private(set) var masks = 0
  /// Those of them that were the same.
  public private(set) var same = 0
  /// How many of them chance makes the same.
  public private(set) var chance = 0.0
  /// The step, or call, at which masks were the same first.
  public private(set) var firstSame: Int?

  /// From here on a pair agrees more than chance lets it, 1 in 3.5 million.
  public static let limit = 5.0

  /// Nothing was compared yet.
  public init() {}

  /// Takes what both drew in one call.
  ///
  /// - Parameter most: how many elements are compared at most, from the first on.
  public mutating func add(
    _ a: RankDraw, _ b: RankDraw, at moment: Int, most: Int = .max
  ) {
    guard a.count == b.count else { return }
    let isSame: Bool
    if let first = a.mask, let second = b.mask {
      isSame = first == second
      add(first, second, a.rate, b.rate, min(most, a.count))
    } else if let first = a.digest ?? a.mask?.digest, let second = b.digest ?? b.mask?.digest {
      isSame = first == second
    } else {
      return
    }
    masks += 1
    chance += Self.chance(a, b)
    guard isSame else { return }
    same += 1
    if firstSame == nil { firstSame = moment }
  }

  private mutating func add(
    _ a: Mask, _ b: Mask, _ p: Double?, _ r: Double?, _ count: Int
  ) {
    let counts = Self.counts(a, b, count)
    equal += counts.equal
    compared += count
    let n = Double(count)
    guard let p, let r else {
      let (x, y) = (Double(counts.first), Double(counts.second))
      expected += (x * y + (n - x) * (n - y)) / n
      if n > 1 { variance += 4 * x * y * (n - x) * (n - y) / (n * n * (n - 1)) }
      return
    }
    let share = Self.agreement(p, r)
    expected += n * share
    variance += n * share * (1 - share)
  }

  /// The chance that two draws agree in an element: 1 − 2 p q at one rate.
  public static func agreement(_ p: Double, _ r: Double) -> Double { (1 - p) * (1 - r) + p * r }

  /// How many of the first elements are alike, and kept in each.
  private static func counts(
    _ a: Mask, _ b: Mask, _ count: Int
  ) -> (equal: Int, first: Int, second: Int) {
    var (differ, first, second) = (0, 0, 0)
    a.words.withUnsafeBufferPointer { x in
      b.words.withUnsafeBufferPointer { y in
        for index in 0..<count / 64 {
          differ += (x[index] ^ y[index]).nonzeroBitCount
          first += x[index].nonzeroBitCount
          second += y[index].nonzeroBitCount
        }
        guard count % 64 > 0 else { return }
        let some: UInt64 = 1 << UInt64(count % 64) - 1
        let (u, v) = (x[count / 64] & some, y[count / 64] & some)
        differ += (u ^ v).nonzeroBitCount
        first += u.nonzeroBitCount
        second += v.nonzeroBitCount
      }
    }
    return (count - differ, first, second)
  }

  /// The chance that two draws are the same; nothing is taken for likely where no rate is known.
  private static func chance(_ a: RankDraw, _ b: RankDraw) -> Double {
    guard let p = a.rate, let r = b.rate else {
      guard let mask = a.mask else { return 0 }
      let share = Double(mask.kept) / Double(max(1, mask.count))
      return agreement(1 - share, 1 - share).power(a.count)
    }
    return agreement(p, r).power(a.count)
  }

  /// The share of elements in which both agree; nil where no elements could be compared.
  public var share: Double? { compared > 0 ? Double(equal) / Double(compared) : nil }

  /// The share that is expected.
  public var expectedShare: Double? { compared > 0 ? expected / Double(compared) : nil }

  /// How many standard deviations more they agree than expected.
  public var sigma: Double? {
    variance > 0 ? (Double(equal) - expected) / variance.squareRoot() : nil
  }

  /// Whether they agree more than two that draw for themselves do.
  public var isAlike: Bool {
    if let sigma { return sigma >= Self.limit }
    // At least so many equal ones have a chance below chanceⁿ.
    return same > 0 && chance < 1 && chance.power(same) < 1e-6
  }

  /// Whether all masks that were compared are the same.
  public var isSame: Bool { masks > 0 && same == masks }
}

/// How the masks of all pairs of ranks agree, site by site, over all calls so far.
public struct RankAgreement: Sendable, Equatable {
  /// How many ranks there are.
  public let lanes: Int
  /// A tally for each pair (a, b), a < b, at b (b − 1) / 2 + a.
  private var sites: [String: [PairTally]] = [:]

  /// Most tallies that are kept over all sites.
  private static let most = 1 << 18
  /// Elements of a site's masks that all pairs together compare in one call, at most: some
  /// milliseconds' worth.
  private static let budget = 1 << 24

  /// Nothing was compared yet.
  public init(lanes: Int) { self.lanes = lanes }

  private var pairs: Int { lanes * (lanes - 1) / 2 }

  /// Takes what two ranks drew at a site in one call.
  public mutating func add(
    _ site: String, _ a: (lane: Int, draw: RankDraw), _ b: (lane: Int, draw: RankDraw),
    at moment: Int
  ) {
    guard a.lane != b.lane, 0..<lanes ~= a.lane, 0..<lanes ~= b.lane,
      sites[site] != nil || (sites.count + 1) * pairs <= Self.most
    else { return }
    let index = Self.index(a.lane, b.lane)
    let most = max(4096, Self.budget / pairs)
    let none = sites[site] == nil ? Array(repeating: PairTally(), count: pairs) : []
    sites[site, default: none][index].add(a.draw, b.draw, at: moment, most: most)
  }

  /// How two ranks agree at a site; nil where nothing was compared.
  public func pair(_ a: Int, _ b: Int, at site: String) -> PairTally? {
    guard a != b, 0..<lanes ~= a, 0..<lanes ~= b, let tally = sites[site]?[Self.index(a, b)],
      tally.masks > 0
    else { return nil }
    return tally
  }

  private static func index(_ a: Int, _ b: Int) -> Int {
    let (low, high) = (min(a, b), max(a, b))
    return high * (high - 1) / 2 + low
  }
}

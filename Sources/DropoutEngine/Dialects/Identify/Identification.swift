/// Who drew a mask: tries dialects and seeds for the first mask of a program.
public struct Identification: Sendable {
  /// The mask in question.
  public let mask: Mask
  /// The elements that are known; nil for all.
  public let known: Mask?
  /// The shape of its tensor.
  public let shape: [Int]
  /// The probability of dropping that it was drawn with.
  public let rate: Rate
  /// Sources that share a generator, and what is drawn of each to rule seeds out.
  private let groups: [[Entry]]
  private let head: Mask
  private let knownHead: Mask

  private struct Entry {
    var source: MaskSource
    var call: MaskCall
    /// Others that draw the same from any seed.
    var aliases: [MaskSource] = []
    /// The independent draws that decide about the mask; nil where it cannot be the source's.
    var draws: MaskDraws?
  }

  /// Someone who may have drawn the mask.
  public struct Candidate: Sendable {
    /// How it was drawn.
    public let source: MaskSource
    /// Others who draw the same from any seed.
    public let aliases: [MaskSource]
    /// What the generator was seeded with.
    public let seed: Seed
    /// The first element that differs; nil where none does.
    public let firstDifference: Int?
    /// How many of the known elements are the same.
    public let agreeing: Int
    /// The independent draws that decide about the mask; nil where it cannot be the source's.
    public let draws: MaskDraws?
  }

  /// The outcome of a search.
  public struct Outcome: Sendable {
    /// All who draw the very mask.
    public var matches: [Candidate] = []
    /// Who comes nearest, by the number of equal elements; with many seeds, those are compared that
    /// have more equal ones at the beginning than those before.
    public var best: Candidate?
    /// How many streams were tried that really differ and could fit.
    public var tried = 0
    /// The last seed of a search that more matches would not have made tell anything.
    public var stoppedAt: UInt64?
    /// The sources that were left out, since of so large a mask they draw all or nothing.
    public var leftOut: [MaskSource] = []

    /// Nothing was tried.
    public init() {}
  }

  /// The largest mask of which all is drawn for every seed, where a part alone cannot be.
  private static let largestWhole = 4096
  /// More matches by luck than these are not looked for.
  private static let mostByLuck = 20

  /// A search for the mask of a tensor.
  ///
  /// - Parameters:
  ///   - known: the elements that are known; nil for all.
  ///   - words: how many words of the generator were drawn before, for dialects that have words.
  ///   - onlyPyTorch: whether they are words of PyTorch's generator alone.
  public init(
    mask: Mask, known: Mask? = nil, shape: [Int], rate: Rate, skipping words: Int = 0,
    onlyPyTorch: Bool = false
  ) {
    precondition(shape.reduce(1, *) == mask.count, "a mask has its tensor's shape")
    precondition(known.map { $0.count == mask.count } ?? true, "each element is known or not")
    self.mask = mask
    self.known = known
    self.shape = shape
    self.rate = rate
    let short = min(Self.screened(rate), mask.count)
    head = Mask((0..<short).map { mask[$0] })
    knownHead =
      known.map { known in Mask((0..<short).map { known[$0] }) }
      ?? Mask(repeating: true, count: short)
    var groups: [[Entry]] = []
    for (source, aliases) in Self.distinct(MaskSource.all(for: shape), shape: shape, rate: rate) {
      let source = source.skipping(words: words, onlyPyTorch: onlyPyTorch)
      let part = source.drawsPrefixes ? [short] : shape
      let entry = Entry(
        source: source, call: source.call(shape: part, rate: rate),
        aliases: aliases.map { $0.skipping(words: words, onlyPyTorch: onlyPyTorch) },
        draws: source.draws(of: mask, known: known, shape: shape, rate: rate))
      if let index = groups.firstIndex(where: { $0[0].source.dialect == source.dialect }) {
        groups[index].append(entry)
      } else {
        groups.append([entry])
      }
    }
    self.groups = groups
  }

  /// The draws that decide about the mask where each element has its own.
  public var draws: MaskDraws {
    MaskSource(dialect: .philox).draws(of: mask, known: known, shape: shape, rate: rate)
      ?? MaskDraws(kept: mask.kept, of: mask.count)
  }

  /// The fewest draws by which all of the mask could have been decided: whole channels.
  public var fewestDraws: Int {
    groups.joined().compactMap(\.draws?.of).min() ?? draws.of
  }

  /// Tries every source with one seed.
  public func search(_ seed: Seed) -> Outcome {
    var outcome = Outcome()
    for entry in groups.joined() {
      guard let candidate = compare(entry, seed) else { continue }
      if entry.draws != nil { outcome.tried += 1 }
      add(candidate, to: &outcome)
    }
    return outcome
  }

  /// Tries every source with many seeds; of most masks only the first elements are drawn.
  ///
  /// Of a mask of more than 4096 elements those are left out of which no part can be drawn alone. Where
  /// chance gives one match after the other the search ends early.
  ///
  /// - Parameter progress: hears after each seed how many were tried.
  public func search(
    _ seeds: some Sequence<UInt64>, progress: (Int) -> Void = { _ in }
  ) -> Outcome {
    var outcome = Outcome()
    var nearest = -1
    let drawable = groups.map { group in
      group.filter { $0.source.drawsPrefixes || mask.count <= Self.largestWhole }
    }
    outcome.leftOut = groups.joined().map(\.source).filter { source in
      !source.drawsPrefixes && mask.count > Self.largestWhole
    }
    let all = knownHead.kept
    let bits = MatchEvidence.bits(draws, rate)
    for (index, seed) in seeds.enumerated() {
      for group in drawable {
        guard let start = try? group.first?.source.dialect.generator(seed: seed) else { continue }
        for entry in group {
          if entry.draws != nil { outcome.tried += 1 }
          let same = agreement(start, entry.call)
          guard same > nearest || same == all && begins(as: entry.source, start) else { continue }
          nearest = max(nearest, same)
          if let candidate = compare(entry, Seed(seed)) { add(candidate, to: &outcome) }
        }
      }
      progress(index + 1)
      let evidence = MatchEvidence(bits: bits, bitsPerDraw: 1, tried: outcome.tried)
      if outcome.matches.count >= Self.mostByLuck, evidence.strength == .nothing {
        outcome.stoppedAt = seed
        break
      }
    }
    return outcome
  }

  private func add(_ candidate: Candidate, to outcome: inout Outcome) {
    if candidate.firstDifference == nil { outcome.matches.append(candidate) }
    if candidate.agreeing > outcome.best?.agreeing ?? -1 { outcome.best = candidate }
  }

  /// How many elements are drawn to rule a seed out: some 25 of them are of the rarer kind, up to
  /// 1024, so that who differs in a few stands out from who agrees by chance.
  private static func screened(_ rate: Rate) -> Int {
    let rarer = min(rate.value, 1 - rate.value)
    guard rarer > 25.0 / 1024 else { return 1024 }
    return (Int(25 / rarer) + 63) / 64 * 64
  }

  /// How many of the first known elements are the same; they are whole words, or all there are.
  private func agreement(_ start: any MaskGenerator, _ call: MaskCall) -> Int {
    let drawn = words(from: start, call)
    var same = knownHead.kept
    for index in head.words.indices {
      same -= ((head.words[index] ^ drawn[index]) & knownHead.words[index]).nonzeroBitCount
    }
    return same
  }

  /// Whether more and more of the beginning is the same: it is much cheaper to draw than all.
  private func begins(as source: MaskSource, _ start: any MaskGenerator) -> Bool {
    var size = 8 * head.count
    while source.drawsPrefixes, size < mask.count {
      let drawn = words(from: start, source.call(shape: [size], rate: rate))
      for index in drawn.indices {
        let differing = (mask.words[index] ^ drawn[index]) & (known?.words[index] ?? .max)
        guard differing == 0 else { return false }
      }
      size *= 8
    }
    return true
  }

  private func words(from start: any MaskGenerator, _ call: MaskCall) -> [UInt64] {
    var generator = start
    return (generator.mask(call) ?? Mask(repeating: true, count: call.count)).words
  }

  private func compare(_ entry: Entry, _ seed: Seed) -> Candidate? {
    guard let drawn = entry.source.mask(shape: shape, rate: rate, seed: seed) else { return nil }
    var first: Int?
    var differing = 0
    for (index, words) in zip(mask.words, drawn.words).enumerated() where words.0 != words.1 {
      let bits = (words.0 ^ words.1) & (known?.words[index] ?? .max)
      guard bits != 0 else { continue }
      differing += bits.nonzeroBitCount
      first = first ?? index * 64 + bits.trailingZeroBitCount
    }
    return Candidate(
      source: entry.source, aliases: entry.aliases, seed: seed, firstDifference: first,
      agreeing: (known?.kept ?? mask.count) - differing, draws: entry.draws)
  }
}

extension Identification {
  /// The sources that draw different masks, each with those that draw the same from any seed: two ways
  /// to write NumPy's draw, a Keras layer's first call and the generator that it is seeded with.
  ///
  /// Told by a longer mask of a seed that nobody uses, at the rate in question: some are the same only
  /// at some rates.
  static func distinct(
    _ sources: [MaskSource], shape: [Int], rate: Rate
  ) -> [(source: MaskSource, aliases: [MaskSource])] {
    let shape = probe(shape, rate)
    let seed = Seed(1_928_374_655)
    var masks: [Mask] = []
    var distinct: [(source: MaskSource, aliases: [MaskSource])] = []
    for source in sources {
      guard let mask = source.mask(shape: shape, rate: rate, seed: seed) else {
        // What refuses the seed takes others.
        masks.append(Mask([]))
        distinct.append((source, []))
        continue
      }
      // Rates that leave nothing to draw tell none apart.
      let isMixed = mask.kept > 0 && mask.kept < mask.count
      if isMixed, let index = masks.firstIndex(of: mask) {
        distinct[index].aliases.append(source)
      } else {
        masks.append(mask)
        distinct.append((source, []))
      }
    }
    return distinct
  }

  /// A tensor of the same axes, long enough that two streams cannot look alike by luck.
  private static func probe(_ shape: [Int], _ rate: Rate) -> [Int] {
    var probe = shape.map { min(max($0, 1), 3) }
    if probe.isEmpty { probe = [1] }
    let rarer = max(min(rate.value, 1 - rate.value), 1e-3)
    // Some 60 draws of the rarer kind; a multiple of what any kernel takes at once.
    let length = max(128, (Int(60 / rarer) + 63) / 64 * 64)
    let axis = probe.firstIndex { $0 > 1 } ?? 0
    // Of axes that are shared only the first two count.
    probe[min(axis, 1)] = length
    return probe
  }
}

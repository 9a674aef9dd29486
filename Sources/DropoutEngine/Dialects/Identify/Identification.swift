/// Who drew a mask: tries dialects and seeds for the first mask of a program.
public struct Identification: Sendable {
  /// The mask in question.
  public let mask: Mask
  /// The shape of its tensor.
  public let shape: [Int]
  /// The probability of dropping that it was drawn with.
  public let rate: Rate
  /// Sources that share a generator, and what is drawn of each to rule seeds out.
  private let groups: [[(source: MaskSource, call: MaskCall)]]
  private let head: Mask

  /// Someone who may have drawn the mask.
  public struct Candidate: Sendable {
    /// How it was drawn.
    public let source: MaskSource
    /// What the generator was seeded with.
    public let seed: Seed
    /// The first element that differs; nil where none does.
    public let firstDifference: Int?
    /// How many elements are the same.
    public let agreeing: Int
  }

  /// The outcome of a search.
  public struct Outcome: Sendable {
    /// All who draw the very mask.
    public var matches: [Candidate] = []
    /// Who comes nearest, by the number of equal elements; with many seeds, those are compared that
    /// have more equal ones at the beginning than those before.
    public var best: Candidate?
  }

  /// The largest mask of which all is drawn for every seed, where a part alone cannot be.
  private static let largestWhole = 4096

  /// A search for the mask of a tensor.
  public init(mask: Mask, shape: [Int], rate: Rate) {
    precondition(shape.reduce(1, *) == mask.count, "a mask has its tensor's shape")
    self.mask = mask
    self.shape = shape
    self.rate = rate
    let short = min(Self.screened(rate), mask.count)
    head = Mask((0..<short).map { mask[$0] })
    var groups: [[(source: MaskSource, call: MaskCall)]] = []
    for source in MaskSource.all(for: shape) {
      let part = source.drawsPrefixes ? [short] : shape
      let entry = (source: source, call: source.call(shape: part, rate: rate))
      if let index = groups.firstIndex(where: { $0[0].source.dialect == source.dialect }) {
        groups[index].append(entry)
      } else {
        groups.append([entry])
      }
    }
    self.groups = groups
  }

  /// Tries every source with one seed.
  public func search(_ seed: Seed) -> Outcome {
    var outcome = Outcome()
    for entry in groups.joined() { add(entry.source, seed, to: &outcome) }
    return outcome
  }

  /// Tries every source with many seeds; of most masks only the first elements are drawn.
  ///
  /// Masks of more than 4096 elements are not compared with those of `torch-cuda`, `flash-attention`
  /// and JAX's original layout, of which no part can be drawn alone.
  public func search(_ seeds: some Sequence<UInt64>) -> Outcome {
    var outcome = Outcome()
    var nearest = -1
    let drawable = groups.map { group in
      group.filter { $0.source.drawsPrefixes || mask.count <= Self.largestWhole }
    }
    for seed in seeds {
      for group in drawable {
        guard let start = try? group.first?.source.dialect.generator(seed: seed) else { continue }
        for (source, call) in group {
          let same = agreement(start, call)
          guard same > nearest || same == head.count && begins(as: source, start) else { continue }
          nearest = max(nearest, same)
          add(source, Seed(seed), to: &outcome)
        }
      }
    }
    return outcome
  }

  private func add(_ source: MaskSource, _ seed: Seed, to outcome: inout Outcome) {
    guard let candidate = compare(source, seed) else { return }
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

  /// How many of the first elements are the same; they are whole words, or all there are.
  private func agreement(_ start: any MaskGenerator, _ call: MaskCall) -> Int {
    zip(head.words, words(from: start, call)).reduce(head.count) { same, words in
      same - (words.0 ^ words.1).nonzeroBitCount
    }
  }

  /// Whether more and more of the beginning is the same: it is much cheaper to draw than all.
  private func begins(as source: MaskSource, _ start: any MaskGenerator) -> Bool {
    var size = 8 * head.count
    while source.drawsPrefixes, size < mask.count {
      let drawn = words(from: start, source.call(shape: [size], rate: rate))
      guard drawn.elementsEqual(mask.words.prefix(drawn.count)) else { return false }
      size *= 8
    }
    return true
  }

  private func words(from start: any MaskGenerator, _ call: MaskCall) -> [UInt64] {
    var generator = start
    return (generator.mask(call) ?? Mask(repeating: true, count: call.count)).words
  }

  private func compare(_ source: MaskSource, _ seed: Seed) -> Candidate? {
    guard let drawn = source.mask(shape: shape, rate: rate, seed: seed) else { return nil }
    var first: Int?
    var differing = 0
    for (index, words) in zip(mask.words, drawn.words).enumerated() where words.0 != words.1 {
      let bits = words.0 ^ words.1
      differing += bits.nonzeroBitCount
      first = first ?? index * 64 + bits.trailingZeroBitCount
    }
    return Candidate(
      source: source, seed: seed, firstDifference: first, agreeing: mask.count - differing)
  }
}

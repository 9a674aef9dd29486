import DropoutEngine
import PlainText

/// Who draws a mask, or comes nearest, and how much that proves, in words.
struct IdentificationReport {
  private let tries: [Try]
  private let seed: Seed?
  /// Streams of all rates.
  private let tried: Int
  /// What is said of a mask that tells nothing apart; nil for others.
  private let certain: String?

  /// Seeds that people use beyond 100,000.
  private static let favourites: [UInt64] = [
    112_233, 123_123, 123_321, 123_456, 131_313, 314_159, 271_828, 424_242, 654_321, 666_666,
    777_777, 888_888, 999_999, 1_000_000, 1_234_567, 2_718_281, 3_141_592, 8_675_309, 12_345_678,
    19_260_817, 20_240_101, 31_415_926, 123_456_789, 314_159_265, 987_654_321, 1_000_000_007,
    1_234_567_890, 2_147_483_647, 3_735_928_559, 4_294_967_295,
  ]
  private static let searched: ClosedRange<UInt64> = 0...100_000

  /// The seeds that are likely.
  static var likelySeeds: [UInt64] { Array(searched) + favourites }

  /// The most matches that are named.
  private static let named = 20
  /// The most that are named where they prove nothing.
  private static let namedByLuck = 5

  /// A search at one rate.
  private struct Try {
    var search: Identification
    var outcome: Identification.Outcome
  }

  /// A stream that draws the mask.
  private struct Match {
    var line: String
    var evidence: MatchEvidence
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - searches: for the same mask, at each rate that it may have been drawn with.
  ///   - seed: nil to try all seeds that are likely.
  init(_ searches: [Identification], seed: Seed?) {
    self.seed = seed
    certain = searches.first.flatMap(Self.certain)
    guard certain == nil else {
      (tries, tried) = ([], 0)
      return
    }
    let seeds = Self.likelySeeds
    var progress = Progress(of: seeds.count * searches.count, unit: "seeds")
    var tries: [Try] = []
    for (index, search) in searches.enumerated() {
      let outcome =
        seed.map(search.search)
        ?? search.search(seeds) { progress.show(index * seeds.count + $0) }
      tries.append(Try(search: search, outcome: outcome))
    }
    if seed == nil { progress.end() }
    self.tries = tries
    tried = tries.reduce(0) { $0 + $1.outcome.tried }
  }

  /// Whether a dialect draws it, and that is more than luck.
  var hasMatch: Bool { found.contains { $0.evidence.strength != .nothing } }

  /// What was found.
  var lines: [String] {
    if let certain { return [certain] }
    if found.isEmpty { return nobody }
    return hasMatch ? matches : luck
  }

  private var found: [Match] {
    tries.flatMap { one in
      one.outcome.matches.map { candidate in
        Match(
          line: Self.line(candidate)
            + (tries.count > 1 ? "   rate \(one.search.rate.value)" : ""),
          evidence: MatchEvidence(
            draws: candidate.draws ?? one.search.draws, rate: one.search.rate, tried: tried))
      }
    }
  }

  /// Nothing kept or everything kept tells no dialects apart.
  private static func certain(_ search: Identification) -> String? {
    let draws = search.draws
    if draws.of == 0 { return "there are no elements: nobody is named" }
    guard draws.kept == 0 || draws.kept == draws.of else { return nil }
    let (isKept, rate) = (draws.kept > 0, search.rate)
    let share = isKept ? rate.keep : rate.value
    let what = isKept ? "everything is kept" : "nothing is kept"
    if share == 1 { return "\(what), as under every generator at rate \(rate.value)" }
    let chance = share.power(draws.of)
    let start =
      "\(what): under every generator \(grouped(draws.of)) draws at rate \(rate.value) come out so "
      + "with probability \(amount(chance))"
    let fewest = search.fewestDraws
    let channels =
      fewest < draws.of
      ? "; by whole channels, \(grouped(fewest)) draws, \(amount(share.power(fewest)))" : ""
    return start + channels
      + (chance < 1e-9 ? ": no generator draws this" : ": it tells no dialects apart")
  }

  private var matches: [String] {
    var lines: [String] = []
    // Masks of channels have fewer draws than elements: a line for each strength.
    var groups: [(evidence: MatchEvidence, lines: [String])] = []
    for match in found {
      if let index = groups.firstIndex(where: { $0.evidence == match.evidence }) {
        groups[index].lines.append(match.line)
      } else {
        groups.append((match.evidence, [match.line]))
      }
    }
    for group in groups.sorted(by: { $0.evidence.bits > $1.evidence.bits }) {
      lines += group.lines.prefix(Self.named)
      if group.lines.count > Self.named {
        lines.append("and \(grouped(group.lines.count - Self.named)) more")
      }
      lines.append(group.evidence.line)
    }
    return lines + leftOut
  }

  /// What fits where others would, too.
  private var luck: [String] {
    let evidence = found.map(\.evidence).max { $0.bits < $1.bits }
    var lines = ["nobody is named: " + (evidence?.line ?? "")]
    if let last = tries.last?.outcome.stoppedAt { lines.append("the search ended at seed \(last)") }
    lines += found.prefix(Self.namedByLuck).map { "fits, by luck or not: " + $0.line }
    if found.count > Self.namedByLuck {
      lines.append("and \(grouped(found.count - Self.namedByLuck)) more")
    }
    return lines
  }

  private var nobody: [String] {
    let seeds = seed.map { "seed \($0)" } ?? "seeds 0 to \(Self.searched.upperBound)"
    let bits = tries.map {
      MatchEvidence(draws: $0.search.draws, rate: $0.search.rate, tried: 1).bits
    }
    let rates = tries.map { "\($0.search.rate.value)" }.joined(separator: ", ")
    var lines = [
      "no dialect draws this as its first mask from \(seeds) at rate \(rates): "
        + "\(decimal(bits.min() ?? 0, 1)) bits, \(grouped(tried)) streams tried"
    ]
    let best = tries.max { $0.outcome.best?.agreeing ?? 0 < $1.outcome.best?.agreeing ?? 0 }
    if let line = best.flatMap(nearest) { lines.append(line) }
    return lines + leftOut
  }

  /// Who agrees most, and whether that is more than luck.
  private func nearest(_ one: Try) -> String? {
    let search = one.search
    guard let best = one.outcome.best, let first = best.firstDifference else { return nil }
    let (position, all) = (Self.position(first, search.shape), search.draws)
    // A stream that has nothing to do with it agrees where both keep or both drop.
    let luck =
      (Double(all.kept) * search.rate.keep + Double(all.of - all.kept) * search.rate.value)
      / Double(max(1, all.of))
    let asNear =
      Double(tried) * Binomial(count: all.of, keep: luck).atLeast(best.agreeing)
    let meaning =
      asNear >= 0.01
      ? "as near as luck alone brings the nearest of so many"
      : "nearer than luck brings the nearest of so many: \(amount(asNear)) expected"
    return "nearest: \(Self.name(best.source))   seed \(best.seed): \(best.agreeing) of "
      + "\(all.of) elements agree, a share of "
      + "\(decimal(Double(best.agreeing) / Double(max(1, all.of)), 3)) where chance gives "
      + "\(decimal(luck, 3)) each, \(meaning); the first that differs is \(position), which it "
      + (search.mask[first] ? "drops" : "keeps")
  }

  /// What was not tried.
  private var leftOut: [String] {
    let families = Set(tries.flatMap(\.outcome.leftOut).map(Self.name)).sorted()
    return families.isEmpty
      ? []
      : ["not tried on so many elements without --seed: \(families.joined(separator: "; "))"]
  }

  private static func line(_ candidate: Identification.Candidate) -> String {
    let others = candidate.aliases.map(name).joined(separator: "; ")
    return "\(name(candidate.source))   seed \(candidate.seed)"
      + (others.isEmpty ? "" : "   the same: \(others)")
  }

  /// PyTorch on the CPU goes by the name that tells it from the builds with MKL.
  static func name(_ source: MaskSource) -> String {
    guard source.dialect.family == Dialect.torch.family else { return source.name }
    return "torch-generic (torch)" + source.name.dropFirst("torch".count)
  }

  /// An element's index along each axis.
  private static func position(_ element: Int, _ shape: [Int]) -> String {
    var rest = element
    var indices: [String] = []
    for extent in shape.reversed() {
      indices.append(String(rest % extent))
      rest /= extent
    }
    return "[" + indices.reversed().joined(separator: ", ") + "]"
  }
}

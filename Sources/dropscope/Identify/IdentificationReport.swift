import DropoutEngine
import PlainText

/// Who draws a mask, or comes nearest, and how much that proves, in words.
struct IdentificationReport {
  private let search: Identification
  private let seed: Seed?
  private let outcome: Identification.Outcome
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

  /// Searches.
  ///
  /// - Parameter seed: nil to try all seeds that are likely.
  init(_ search: Identification, seed: Seed?) {
    self.search = search
    self.seed = seed
    certain = Self.certain(search)
    guard certain == nil else {
      outcome = Identification.Outcome()
      return
    }
    if let seed {
      outcome = search.search(seed)
    } else {
      let seeds = Self.likelySeeds
      var progress = Progress(of: seeds.count, unit: "seeds")
      outcome = search.search(seeds) { progress.show($0) }
      progress.end()
    }
  }

  /// Whether a dialect draws it, and that is more than luck.
  var hasMatch: Bool {
    outcome.matches.contains { evidence(of: $0).strength != .nothing }
  }

  /// What was found.
  var lines: [String] {
    if let certain { return [certain] }
    if outcome.matches.isEmpty { return nobody }
    return hasMatch ? matches : luck
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

  private func evidence(of candidate: Identification.Candidate) -> MatchEvidence {
    MatchEvidence(
      draws: candidate.draws ?? search.draws, rate: search.rate, tried: outcome.tried)
  }

  private var matches: [String] {
    var lines: [String] = []
    // Masks of channels have fewer draws than elements: a line for each strength.
    var groups: [(evidence: MatchEvidence, lines: [String])] = []
    for candidate in outcome.matches {
      let evidence = evidence(of: candidate)
      let line = Self.line(candidate)
      if let index = groups.firstIndex(where: { $0.evidence == evidence }) {
        groups[index].lines.append(line)
      } else {
        groups.append((evidence, [line]))
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
    let evidence = outcome.matches.map(evidence(of:)).max { $0.bits < $1.bits }
    var lines = ["nobody is named: " + (evidence?.line ?? "")]
    if let last = outcome.stoppedAt { lines.append("the search ended at seed \(last)") }
    lines += outcome.matches.prefix(Self.namedByLuck).map {
      "fits, by luck or not: " + Self.line($0)
    }
    if outcome.matches.count > Self.namedByLuck {
      lines.append("and \(grouped(outcome.matches.count - Self.namedByLuck)) more")
    }
    return lines
  }

  private var nobody: [String] {
    let seeds = seed.map { "seed \($0)" } ?? "seeds 0 to \(Self.searched.upperBound)"
    var lines = [
      "no dialect draws this as its first mask from \(seeds) at rate \(search.rate.value): "
        + "\(decimal(MatchEvidence(draws: search.draws, rate: search.rate, tried: 1).bits, 1)) bits, "
        + "\(grouped(outcome.tried)) streams tried"
    ]
    if let best = outcome.best, let first = best.firstDifference {
      let (position, all) = (Self.position(first, search.shape), search.draws)
      // A stream that has nothing to do with it agrees where both keep or both drop.
      let luck =
        (Double(all.kept) * search.rate.keep + Double(all.of - all.kept) * search.rate.value)
        / Double(max(1, all.of))
      lines.append(
        "nearest: \(Self.name(best.source))   seed \(best.seed): \(best.agreeing) of "
          + "\(all.of) elements agree, a share of "
          + "\(decimal(Double(best.agreeing) / Double(max(1, all.of)), 3)) where chance gives "
          + "\(decimal(luck, 3)); the first that differs is \(position), which it "
          + (search.mask[first] ? "drops" : "keeps"))
    }
    return lines + leftOut
  }

  /// What was not tried.
  private var leftOut: [String] {
    let families = Set(outcome.leftOut.map(Self.name)).sorted()
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

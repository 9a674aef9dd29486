import DropoutEngine

/// Who draws a mask, or comes nearest, in words.
struct IdentificationReport {
  private let search: Identification
  private let seed: Seed?
  private let outcome: Identification.Outcome

  /// Seeds that people use beyond 100,000.
  private static let favourites: [UInt64] = [
    112_233, 123_123, 123_321, 123_456, 131_313, 314_159, 271_828, 424_242, 654_321, 666_666,
    777_777, 888_888, 999_999, 1_000_000, 1_234_567, 2_718_281, 3_141_592, 8_675_309, 12_345_678,
    19_260_817, 20_240_101, 31_415_926, 123_456_789, 314_159_265, 987_654_321, 1_000_000_007,
    1_234_567_890, 2_147_483_647, 3_735_928_559, 4_294_967_295,
  ]
  private static let searched: ClosedRange<UInt64> = 0...100_000

  /// Searches.
  ///
  /// - Parameter seed: nil to try all seeds that are likely.
  init(_ search: Identification, seed: Seed?) {
    self.search = search
    self.seed = seed
    outcome =
      seed.map { search.search($0) } ?? search.search(Array(Self.searched) + Self.favourites)
  }

  /// Whether a dialect draws it.
  var hasMatch: Bool { !outcome.matches.isEmpty }

  /// The matches, or the nearest that there is.
  var lines: [String] { hasMatch ? matches : nobody }

  private var matches: [String] {
    let shown = outcome.matches.prefix(20).map { "\(Self.name($0.source))   seed \($0.seed)" }
    var lines = Array(shown)
    if outcome.matches.count > shown.count {
      lines.append("and \(outcome.matches.count - shown.count) more")
    }
    if Set(outcome.matches.map(\.seed)).count > 1 {
      lines.append("\(search.mask.count) elements do not tell these seeds apart: a larger mask may")
    }
    return lines
  }

  private var nobody: [String] {
    let seeds = seed.map { "seed \($0)" } ?? "seeds 0 to \(Self.searched.upperBound)"
    var lines = [
      "no dialect draws this as its first mask from \(seeds) at rate \(search.rate.value)"
    ]
    if let best = outcome.best, let first = best.firstDifference {
      let position = Self.position(first, search.shape)
      lines.append(
        "nearest: \(Self.name(best.source))   seed \(best.seed): \(best.agreeing) of "
          + "\(search.mask.count) elements agree, the first that differs is \(position), which it "
          + (search.mask[first] ? "drops" : "keeps"))
    }
    if search.mask.kept == 0 || search.mask.kept == search.mask.count {
      lines.append("all elements are \(search.mask.kept == 0 ? "dropped" : "kept")")
    }
    return lines
  }

  /// PyTorch on the CPU goes by the name that tells it from the builds with MKL.
  private static func name(_ source: MaskSource) -> String {
    guard source.dialect == .torch else { return source.name }
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

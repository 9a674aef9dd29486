import DropoutEngine
import PlainText

/// Who drew the masks of a session log, site by site: one stream has to give all of them, in the
/// order in which the sites ran.
struct LogIdentification {
  private let masks: LoggedMasks
  private let seed: Seed?
  private let words: Int
  private let onlyPyTorch: Bool
  /// What is said of each site, by its index; nothing of those whose masks nobody draws.
  private var told: [Int: Told] = [:]
  private var problem: String?

  /// What is said of a site.
  private struct Told {
    var source: MaskSource
    var seed: Seed
    var tried: Int
    var bits = 0.0
    var bitsPerDraw = 1.0
    /// The calls whose masks are the stream's.
    var calls: [Int] = []
    /// The first call whose mask is not.
    var differs: Int?

    var evidence: MatchEvidence {
      MatchEvidence(bits: bits, bitsPerDraw: bitsPerDraw, tried: tried)
    }
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - seed: nil for the log's own, or the likely ones where it has none.
  ///   - words: how many words of the generator were drawn before the first mask.
  init(_ masks: LoggedMasks, seed: Seed?, skipping words: Int, onlyPyTorch: Bool) {
    self.masks = masks
    self.seed = seed ?? masks.seed
    self.words = words
    self.onlyPyTorch = onlyPyTorch
    guard let first = masks.calls.lazy.flatMap(\.entries).first(where: Self.isDrawn) else {
      problem = "no site draws anything"
      return
    }
    guard let search = identification(first) else {
      problem = "\(plain(masks.sites[first.site])) draws first, and its mask is not on record"
      return
    }
    let (candidates, tried) = candidates(search)
    let ways = candidates.map { follow($0.source, $0.seed, tried: tried) }
    let best = ways.max { Self.bits($0) < Self.bits($1) } ?? [:]
    for site in masks.sites.indices {
      told[site] = best[site] ?? alone(site, best: best)
    }
  }

  private static func bits(_ way: [Int: Told]) -> Double { way.values.reduce(0) { $0 + $1.bits } }

  private static func isDrawn(_ entry: LoggedMasks.Entry) -> Bool {
    if case .nothing = entry.draw { return false }
    return entry.rate.value > 0 && entry.rate.value < 1
  }

  private func identification(_ entry: LoggedMasks.Entry) -> Identification? {
    entry.mask.map {
      Identification(
        mask: $0, shape: entry.shape, rate: entry.rate, skipping: words, onlyPyTorch: onlyPyTorch)
    }
  }

  /// Who may have drawn the first mask, and how many streams were tried.
  private func candidates(
    _ search: Identification
  ) -> (found: [(source: MaskSource, seed: Seed)], tried: Int) {
    let outcome: Identification.Outcome
    var found: [(source: MaskSource, seed: Seed)] = []
    if let seed {
      outcome = search.search(seed)
      // With the options that the log says.
      if let dialect = masks.dialect { found.append((MaskSource(of: dialect), seed)) }
    } else {
      let seeds = IdentificationReport.likelySeeds
      var progress = Progress(of: seeds.count, unit: "seeds")
      outcome = search.search(seeds) { progress.show($0) }
      progress.end()
    }
    found += outcome.matches.map { ($0.source, $0.seed) }
    return (found, outcome.tried + (masks.dialect == nil || seed == nil ? 0 : 1))
  }

  /// Draws all calls, and says which sites have the masks that come out.
  private func follow(_ source: MaskSource, _ seed: Seed, tried: Int) -> [Int: Told] {
    guard var generator = try? source.dialect.generator(seed: seed), let first = masks.calls.first
    else { return [:] }
    var way: [Int: Told] = [:]
    // Calls before the first on record are taken to be like it.
    for number in 1..<max(1, min(first.number, 1 << 20)) {
      draw(first.entries, of: source, call: number, from: &generator) { _, _ in }
    }
    for call in masks.calls {
      draw(call.entries, of: source, call: call.number, from: &generator) { entry, drawn in
        guard let mask = entry.mask else { return }
        var told = way[entry.site] ?? Told(source: source, seed: seed, tried: tried)
        defer { way[entry.site] = told }
        if told.differs != nil { return }
        guard drawn == mask else {
          told.differs = call.number
          return
        }
        let evidence = MatchEvidence(
          draws: MaskDraws(kept: mask.kept, of: mask.count), rate: entry.rate, tried: tried)
        told.bits += evidence.bits
        told.bitsPerDraw = evidence.bitsPerDraw
        told.calls.append(call.number)
      }
    }
    return way.filter { !$0.value.calls.isEmpty }
  }

  private func draw(
    _ entries: [LoggedMasks.Entry], of source: MaskSource, call number: Int,
    from generator: inout any MaskGenerator, _ body: (LoggedMasks.Entry, Mask) -> Void
  ) {
    let calls = entries.map { entry in
      var call = source.call(
        shape: entry.shape, rate: entry.rate, at: DrawSite(call: number, layer: entry.site))
      if case .nothing = entry.draw { call.operation = .evaluation }
      if entry.isTransposed, source.operation == nil { call.operation = .transposed }
      return call
    }
    generator.prepare(calls)
    for (entry, call) in zip(entries, calls) {
      switch entry.draw {
      case .factors: generator.skipFactors(call)
      case .unknown, .nothing: generator.skip(call)
      case .mask:
        let drawn = generator.mask(call) ?? Mask(repeating: true, count: call.count)
        body(entry, drawn)
      }
    }
  }

  /// A site that has a stream of its own: its first mask is the first of one of the seeds.
  private func alone(_ site: Int, best: [Int: Told]) -> Told? {
    let entries = masks.calls.lazy.flatMap(\.entries).filter { $0.site == site }
    guard let entry = entries.first(where: Self.isDrawn), let search = identification(entry) else {
      return nil
    }
    for seed in Set(best.values.map(\.seed)).union([seed].compactMap { $0 }) {
      let outcome = search.search(seed)
      guard let match = outcome.matches.first, let draws = match.draws,
        let call = masks.calls.first(where: { $0.entries.contains { $0.site == site } })
      else { continue }
      let evidence = MatchEvidence(draws: draws, rate: entry.rate, tried: outcome.tried)
      return Told(
        source: match.source, seed: match.seed, tried: outcome.tried, bits: evidence.bits,
        bitsPerDraw: evidence.bitsPerDraw, calls: [call.number])
    }
    return nil
  }

  /// Whether a stream gives masks of the log, and that is more than luck.
  var hasMatch: Bool { told.values.contains { $0.evidence.strength != .nothing } }

  /// What was found.
  var lines: [String] {
    if let problem { return [problem + ": nobody is named"] }
    var lines = masks.sites.indices.map(line)
    if told.isEmpty {
      lines.append(
        (seed.map { "no dialect draws the first mask from seed \($0)" }
          ?? "no dialect draws the first mask from a likely seed")
          + "; what was drawn before it is said with --after 'Linear(64,128)' or --skip-words")
    }
    if let end = masks.end { lines.append("what comes later was not looked at: \(plain(end))") }
    return lines
  }

  private func line(_ site: Int) -> String {
    let name = plain(masks.sites[site])
    guard let told = told[site] else { return "\(name)   nobody" }
    var text = "\(name)   \(IdentificationReport.name(told.source))   seed \(told.seed)   "
    text += told.calls.count == 1 ? "call \(told.calls[0])" : "\(told.calls.count) calls"
    if told.calls.count > 1 { text += ", \(told.calls[0]) to \(told.calls[told.calls.count - 1])" }
    text += ": " + told.evidence.line
    if let differs = told.differs { text += "; call \(differs) has another mask" }
    return text
  }
}

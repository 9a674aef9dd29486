/// What is drawn in a session: a dialect's generator, and what it takes to go over to another dialect.
struct MaskStream: Sendable {
  /// Whose bits they are.
  private(set) var dialect: Dialect {
    didSet { settle() }
  }
  /// The dialect's number format: to look it up costs more than a small mask.
  private var type: ElementType
  /// Whether its generator is told the layers of a call; to list them costs more than a small mask.
  private var needsPreparation: Bool
  /// Whether the generator is seeded anew before every call, so that each draws what the first would.
  var reseeds = false
  private let seed: UInt64
  private let sites: [SimulatedSite]
  private var generator: any MaskGenerator
  /// The settings that calls ran under, each from its call on.
  private var spans: [Span] = []

  private struct Span: Sendable {
    var first: Int
    var phase: Phase
    var rates: [Rate]
  }

  /// - Throws: ``DialectError`` when the dialect refuses the seed.
  init(dialect: Dialect, seed: UInt64, sites: [SimulatedSite]) throws(DialectError) {
    self.dialect = dialect
    type = dialect.options[.type]
    needsPreparation = dialect.drawsAhead
    self.seed = seed
    self.sites = sites
    generator = try dialect.generator(seed: seed)
  }

  private mutating func settle() {
    type = dialect.options[.type]
    needsPreparation = dialect.drawsAhead
  }

  /// Takes note of the settings of a call that begins.
  mutating func begin(call number: Int, phase: Phase, rates: [Rate]) {
    if reseeds, phase == .train, let fresh = try? dialect.generator(seed: seed) {
      generator = fresh
    }
    if needsPreparation, phase == .train { generator.prepare(requests(number, rates)) }
    if let last = spans.last, last.phase == phase, last.rates == rates { return }
    spans.append(Span(first: number, phase: phase, rates: rates))
  }

  /// Draws for a layer, where its effect says that something is drawn.
  mutating func run(
    layer: Int, call number: Int, rate: Rate, effect: DropoutEffect
  ) -> AppliedDropout {
    sites[layer].kind.run(call(layer, number, rate), effect: effect, drawing: &generator)
  }

  /// Goes over to another dialect before call `number`: what follows is what that dialect draws
  /// there from the session's seed, had it drawn all calls before under the settings they ran under.
  ///
  /// Sequential dialects pass over the words of those calls, without making masks of them. A dialect
  /// that refuses the seed changes nothing.
  mutating func change(to next: Dialect, before number: Int) {
    guard let generator = try? next.generator(seed: seed),
      sites.allSatisfy({ next.defines($0.kind) })
    else { return }
    dialect = next
    self.generator = generator
    for (index, span) in spans.enumerated() where span.phase == .train {
      let end = index + 1 < spans.count ? spans[index + 1].first : number
      for call in span.first..<max(span.first, end) { skip(call: call, rates: span.rates) }
    }
  }

  /// Passes over a training call without its masks.
  mutating func skip(call number: Int, rates: [Rate]) {
    if needsPreparation { generator.prepare(requests(number, rates)) }
    for (index, site) in sites.enumerated() where !site.shape.contains(0) {
      site.kind.skip(call(index, number, rates[index]), from: &generator)
    }
  }

  /// What the layers of a training call will ask for.
  private func requests(_ number: Int, _ rates: [Rate]) -> [MaskCall] {
    sites.indices.map { sites[$0].kind.request(for: call($0, number, rates[$0])) }
  }

  private func call(_ layer: Int, _ number: Int, _ rate: Rate) -> MaskCall {
    var call = MaskCall(
      shape: sites[layer].shape, rate: rate, at: DrawSite(call: reseeds ? 1 : number, layer: layer))
    call.type = type
    return call
  }
}

import Testing

@testable import DropoutEngine

struct IdentificationTests {
  private static let shape = [9, 8]
  private static let rate = Rate.known(0.3)

  @Test("Every source is told from its mask and seed", arguments: MaskSource.all(for: shape))
  func fromSeed(source: MaskSource) throws {
    let mask = try #require(source.mask(shape: Self.shape, rate: Self.rate, seed: Seed(91)))
    let outcome = Identification(mask: mask, shape: Self.shape, rate: Self.rate).search(Seed(91))
    #expect(outcome.matches.contains { $0.source == source || $0.aliases.contains(source) })
    #expect(outcome.matches.count == 1, "\(outcome.matches.map(\.source.name))")
    #expect(outcome.tried >= 30)
  }

  @Test("The seed is found among others", arguments: MaskSource.all(for: shape))
  func search(source: MaskSource) throws {
    let mask = try #require(source.mask(shape: Self.shape, rate: Self.rate, seed: Seed(12)))
    let search = Identification(mask: mask, shape: Self.shape, rate: Self.rate)
    let outcome = search.search(0...14)
    #expect(
      outcome.matches.contains {
        ($0.source == source || $0.aliases.contains(source)) && $0.seed == Seed(12)
      })
    #expect(outcome.matches.allSatisfy { $0.seed == Seed(12) })
  }

  @Test("A mask that nobody draws is told with who comes nearest, and where it differs")
  func nearest() throws {
    let source = MaskSource(dialect: .torch, operation: nil)
    let drawn = try #require(source.mask(shape: [100], rate: Self.rate, seed: Seed(3)))
    // Wherever it differs, also in the elements by which seeds are ruled out.
    for changed in [0, 20, 70, 99] {
      let mask = Mask((0..<100).map { $0 == changed ? !drawn[$0] : drawn[$0] })
      let search = Identification(mask: mask, shape: [100], rate: Self.rate)
      for outcome in [search.search(Seed(3)), search.search(0...9), search.search(3...200)] {
        let best = try #require(outcome.best)
        #expect(outcome.matches.isEmpty && best.source == source && best.seed == Seed(3))
        #expect(best.firstDifference == changed && best.agreeing == 99)
      }
    }
  }

  @Test("Where little is dropped, more is drawn", arguments: [0.001, 0.01, 0.99])
  func rare(rate: Double) throws {
    let source = MaskSource(dialect: .jax, operation: nil)
    let mask = try #require(source.mask(shape: [70_000], rate: .known(rate), seed: Seed(7)))
    let outcome = Identification(mask: mask, shape: [70_000], rate: .known(rate)).search(0...20)
    #expect(outcome.matches.contains { $0.source.dialect.family == "jax" && $0.seed == Seed(7) })
    #expect(outcome.matches.allSatisfy { $0.seed == Seed(7) })
  }

  @Test("Words that were drawn before are passed over by those that have words")
  func skipping() throws {
    let drawn = MaskSource(of: try Dialect.named("torch:skip-words=18"))
    let mask = try #require(drawn.mask(shape: [80], rate: .half, seed: Seed(5)))
    let search = Identification(mask: mask, shape: [80], rate: .half, skipping: 18)
    #expect(search.search(0...9).matches.map(\.source) == [drawn])
    let plain = Identification(mask: mask, shape: [80], rate: .half)
    #expect(plain.search(0...9).matches.isEmpty)
  }

  @Test("Elements that are not known are not compared, and count for nothing")
  func unknown() throws {
    let source = MaskSource(dialect: .torch)
    let drawn = try #require(source.mask(shape: [400], rate: .half, seed: Seed(5)))
    let known = Mask((0..<400).map { $0 < 20 || $0 >= 360 })
    // What is not known may be anything.
    let mask = Mask((0..<400).map { known[$0] ? drawn[$0] : !drawn[$0] })
    let search = Identification(mask: mask, known: known, shape: [400], rate: .half)
    #expect(search.draws.of == 60)
    #expect(search.search(0...9).matches.map(\.source) == [source])
    #expect(search.search(Seed(5)).matches.first?.agreeing == 60)
  }

  @Test("The search ends where more matches tell nothing, and counts what it tried")
  func stopping() {
    let search = Identification(mask: Mask([true, false, true]), shape: [3], rate: .half)
    let outcome = search.search(0...100_000)
    let last = outcome.stoppedAt ?? 100_000
    #expect(outcome.matches.count >= 20 && last < 50)
    #expect(outcome.tried <= Int(last + 1) * MaskSource.all(for: [3]).count)
  }

  @Test("Of a mask of channels the draws count, and one that is none cannot be")
  func channels() throws {
    let source = try #require(
      MaskSource.all(for: [4, 3, 2, 2]).first { $0.name == "torch, op dropout2d" })
    let mask = try #require(source.mask(shape: [4, 3, 2, 2], rate: .half, seed: Seed(1)))
    let outcome = Identification(mask: mask, shape: [4, 3, 2, 2], rate: .half).search(Seed(1))
    let match = try #require(outcome.matches.first { $0.source == source })
    #expect(match.draws?.of == 12)
    let other = Mask((0..<48).map { $0 == 1 ? !mask[0] : mask[$0] })
    #expect(source.draws(of: other, known: nil, shape: [4, 3, 2, 2], rate: .half) == nil)
  }

  @Test("Two printed masks of a book and of its reader are PyTorch's without and with MKL")
  func publicRecords() throws {
    let masks = [
      ("110110000101111101011001010101011110", Dialect.torch),
      ("111111010000001010110001100001010000", .torchMKL),
    ]
    for (text, dialect) in masks {
      let search = Identification(mask: Mask(text.map { $0 == "1" }), shape: [6, 6], rate: .half)
      for outcome in [search.search(Seed(123)), search.search(120...125)] {
        #expect(outcome.matches.map(\.source.dialect) == [dialect])
        #expect(outcome.matches.map(\.seed) == [Seed(123)])
      }
    }
  }

  @Test("An empty mask has no difference, and nothing traps")
  func empty() {
    let search = Identification(mask: Mask([]), shape: [0], rate: .half)
    #expect(search.search(Seed(1)).best?.firstDifference == nil)
    #expect(!search.search(0...1).matches.isEmpty)
  }
}

/// The arithmetic of dialects-2.md 11, with its own examples.
struct MatchEvidenceTests {
  private func evidence(
    _ kept: Int, of all: Int, _ rate: Double, tried: Int
  ) -> MatchEvidence {
    MatchEvidence(draws: MaskDraws(kept: kept, of: all), rate: .known(rate), tried: tried)
  }

  @Test("Six elements prove little, eleven with the seed are strong, thirty-six beyond doubt")
  func examples() {
    let six = evidence(3, of: 6, 0.5, tried: 16)
    #expect(six.bits == 6 && six.expected == 0.25 && six.strength == .weak)
    #expect(abs(six.chance - 0.222734) < 1e-6)
    #expect(evidence(3, of: 6, 0.5, tried: 16 * 300).expected == 75)
    let eleven = evidence(7, of: 11, 0.5, tried: 16)
    #expect(eleven.expected == 16.0 / 2048 && eleven.strength == .strong)
    let searched = evidence(7, of: 11, 0.5, tried: 1_600_016)
    #expect(searched.strength == .nothing && Int(searched.expected) == 781)
    // (log2(1,600,016) + 6.6 - 11) / 1 = 16.2
    #expect(searched.missingElements == 17)
    #expect(evidence(20, of: 36, 0.5, tried: 16).strength == .beyondDoubt)
    #expect(evidence(20, of: 36, 0.5, tried: 1_600_016).strength == .strong)
    let rare = evidence(32, of: 36, 0.1, tried: 16)
    #expect(abs(rare.bits - 18.15) < 0.01 && rare.strength == .strong)
    #expect(abs(rare.bitsPerDraw - 0.469) < 1e-3)
  }

  @Test("What cannot be has infinitely many bits, and no number of elements helps")
  func impossible() {
    #expect(evidence(1, of: 2, 0, tried: 5).bits == .infinity)
    #expect(evidence(1, of: 2, 1, tried: 5).expected == 0)
    #expect(evidence(2, of: 2, 0, tried: 5).missingElements == nil)
    #expect(evidence(0, of: 0, 0.5, tried: 0).strength == .beyondDoubt)
  }
}

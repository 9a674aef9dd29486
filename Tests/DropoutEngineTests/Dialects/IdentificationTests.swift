import Testing

@testable import DropoutEngine

struct IdentificationTests {
  private static let shape = [9, 8]
  private static let rate = Rate.known(0.3)

  @Test("Every source is told from its mask and seed", arguments: MaskSource.all(for: shape))
  func fromSeed(source: MaskSource) throws {
    let mask = try #require(source.mask(shape: Self.shape, rate: Self.rate, seed: Seed(91)))
    let outcome = Identification(mask: mask, shape: Self.shape, rate: Self.rate).search(Seed(91))
    #expect(outcome.matches.contains { $0.source == source })
    // Two ways to write NumPy's draw are the same here.
    #expect(outcome.matches.count <= 2, "\(outcome.matches.map(\.source.name))")
  }

  @Test("The seed is found among others", arguments: MaskSource.all(for: shape))
  func search(source: MaskSource) throws {
    let mask = try #require(source.mask(shape: Self.shape, rate: Self.rate, seed: Seed(12)))
    let search = Identification(mask: mask, shape: Self.shape, rate: Self.rate)
    let outcome = search.search(0...14)
    #expect(outcome.matches.contains { $0.source == source && $0.seed == Seed(12) })
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

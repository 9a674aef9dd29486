import Testing

@testable import DropoutEngine

struct NumPyLegacyTests {
  @Test(
    "A double equal to the keep probability keeps, one step above drops",
    arguments: [
      (0, 4_943_272_583_565_992), (3, 4_961_146_457_582_618), (4, 8_710_230_445_276_290),
      (6, 8_042_169_290_602_283), (37, 8_507_269_097_361_733),
    ] as [(UInt32, UInt64)])
  func boundary(seed: UInt32, first: UInt64) throws {
    // NumPy 2.4.6 gives 1 and 0 for these keep probabilities, in units of its first double's 2^-53.
    for (units, kept) in [(first, "1"), (first - 1, "0")] {
      var generator = NumPyLegacy(seed: seed)
      let rate = try Rate(1 - Double(units) * 0x1p-53)
      let mask = generator.mask(count: 1, rate: rate, at: DrawSite(call: 1, layer: 0))
      #expect(mask?.text == kept, "seed \(seed), \(units)")
    }
  }

  @Test("A mask of any size is the beginning of a longer one", arguments: boundarySizes)
  func prefixes(size: Int) {
    for rate in [0.3, 0.7] {
      var short = NumPyLegacy(seed: 9)
      var long = NumPyLegacy(seed: 9)
      let site = DrawSite(call: 1, layer: 0)
      let mask = short.mask(count: size, rate: .known(rate), at: site)
      let longer = long.mask(count: 200, rate: .known(rate), at: site)
      #expect(mask?.text == longer.map { String($0.text.prefix(size)) }, "\(size), rate \(rate)")
      #expect(mask?.words.count == (size + 63) / 64)
    }
  }

  @Test("A seed beyond 32 bits is refused with the seeds there are")
  func seeds() throws {
    _ = try Dialect.numpyLegacy.generator(seed: 4_294_967_295)
    let error = #expect(throws: DialectError.self) {
      try Dialect.numpyLegacy.generator(seed: 4_294_967_296)
    }
    #expect(
      error?.description
        == "seed 4294967296 is out of range for numpy-legacy: it may be 0 to 4294967295")
  }

  @Test("An unknown dialect is refused with the names there are")
  func names() throws {
    #expect(try Dialect.named("numpy-legacy") == .numpyLegacy)
    let error = #expect(throws: DialectError.self) { try Dialect.named("numpi") }
    let names = Dialect.all.map(\.name).joined(separator: ", ")
    #expect(error?.description == "there is no dialect 'numpi'; it may be \(names)")
    #expect(Set(Dialect.all.map(\.name)).count == Dialect.all.count)
  }
}

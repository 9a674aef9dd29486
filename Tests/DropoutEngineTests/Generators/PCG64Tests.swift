import Testing

@testable import DropoutEngine

/// SeedSequence and PCG64 against words and doubles that NumPy drew.
struct PCG64Tests {
  @Test("Entropy of one to four words becomes NumPy's four seeds")
  func seeds() throws {
    let cases = try RawFile.cases(of: "pcg64")
    #expect(cases.count == 6)
    for raw in cases {
      let words = SeedSequence(entropy: raw.seed.digits).words64(4)
      #expect(words.map(String.init) == raw.seedSequenceU64, "\(raw.id)")
    }
  }

  @Test("Words, doubles and floats are NumPy's")
  func words() throws {
    for raw in try RawFile.cases(of: "pcg64") {
      let start = PCG64(seedSequence: SeedSequence(entropy: raw.seed.digits))
      var generator = start
      let words = (0..<6).map { _ in String(generator.next()) }
      #expect(words == raw.u64, "\(raw.id)")

      generator = start
      let doubles = (0..<4).map { _ in (Double(generator.next() >> 11) * 0x1p-53).bitPattern }
      #expect(doubles == raw.double53Hex?.compactMap { UInt64($0, radix: 16) }, "\(raw.id)")

      generator = start
      let floats = (0..<5).map { _ in (Float(generator.next32() >> 8) * 0x1p-24).bitPattern }
      #expect(floats == raw.float24Hex?.words, "\(raw.id)")
    }
  }

  @Test("A 64-bit draw neither uses nor clears the half that is left")
  func halves() {
    let start = PCG64(seedSequence: SeedSequence(entropy: [7]))
    var plain = start
    let words = (0..<3).map { _ in plain.next() }
    var mixed = start
    #expect(mixed.next32() == UInt32(truncatingIfNeeded: words[0]))
    #expect(mixed.next() == words[1])
    #expect(mixed.next32() == UInt32(words[0] >> 32))
    #expect(mixed.next32() == UInt32(truncatingIfNeeded: words[2]))
  }

  @Test("A jump is as many steps", arguments: [0, 1, 2, 63, 64, 1000])
  func jumps(count: Int) {
    var stepped = PCG64(seedSequence: SeedSequence(entropy: [1, 2]))
    var jumped = stepped
    for _ in 0..<count { _ = stepped.next() }
    jumped.advance(by: UInt128(count))
    #expect(jumped.next() == stepped.next())
  }
}

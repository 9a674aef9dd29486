import Testing

@testable import DropoutEngine

struct SeedTests {
  @Test(
    "Numbers of any size are read and written back",
    arguments: [
      "0", "1", "-1", "42", "4294967295", "4294967296", "18446744073709551616",
      "-9223372036854775808",
      "340282366920938463463374607431768211455", "1000000000000000000000000000000000000000000",
    ])
  func roundTrip(text: String) {
    #expect(WholeNumber(text)?.description == text)
    #expect(Seed(text)?.description == text)
  }

  @Test(
    "What is no whole number is refused",
    arguments: [
      "", "-", "1.5", "+1", "1e3", "0x10", " 1", "1 2", "１",
    ])
  func refused(text: String) {
    #expect(WholeNumber(text) == nil)
    #expect(Seed(text) == nil)
  }

  @Test("Digits are those of base 2^32, least significant first")
  func digits() {
    #expect(WholeNumber("0")?.digits == [0])
    #expect(WholeNumber("18446744073709551617")?.digits == [1, 0, 1])
    #expect(WholeNumber(UInt64.max).digits == [.max, .max])
    #expect(WholeNumber("-0")?.isNegative == false)
    #expect(WholeNumber("007")?.description == "7")
    #expect(WholeNumber(String(repeating: "9", count: 10_001)) == nil)
  }

  @Test("Lists are read with brackets and without")
  func lists() {
    let numbers = [1, 2, 3].map { WholeNumber(UInt64($0)) }
    #expect(Seed("1,2,3") == .sequence(numbers))
    #expect(Seed("[1, 2, 3]") == .sequence(numbers))
    #expect(Seed("[1]") == .sequence([WholeNumber(1)]))
    #expect(Seed("[]") == .sequence([]))
    #expect(Seed("1,") == nil && Seed("[1,,2]") == nil && Seed("[") == nil && Seed("[1,a]") == nil)
  }

  @Test("Each framework's range of seeds ends where the framework's does")
  func ranges() {
    let ends: [(Dialect, taken: [String], refused: [String])] = [
      (.philox, ["0", "18446744073709551615"], ["-1", "18446744073709551616", "1,2"]),
      (.numpyLegacy, ["0", "4294967295", "1,2"], ["-1", "4294967296", "1,-2", "[]"]),
      (
        .numpy, ["0", "99999999999999999999999999", "1,99999999999999999999", "[]"], ["-1", "1,-2"]
      ),
      (
        .torch, ["-9223372036854775808", "18446744073709551615"],
        ["-9223372036854775809", "18446744073709551616", "1,2"]
      ),
      (.torchMKL, ["-1"], ["1,2"]), (.torchCUDA, ["-1"], ["1,2"]),
      (
        .jax, ["-9223372036854775808", "9223372036854775807"],
        ["-9223372036854775809", "9223372036854775808", "1,2"]
      ),
      (.kerasTorch, ["-2147483648", "2147483647"], ["-2147483649", "2147483648", "1,2"]),
      (.kerasJAX, ["0", "4294967295"], ["-1", "4294967296", "1,2"]),
      (.kerasNumPy, ["0", "4294967295"], ["-1", "4294967296", "1,2"]),
      (.torchInductor, ["-1"], ["1,2"]), (.triton, ["-1"], ["1,2"]),
      (.tensorFlow, ["-1", "99999999999999999999999999"], ["1,2"]),
      (.kerasTensorFlow, ["-9223372036854775808"], ["9223372036854775808", "1,2"]),
      (.mlx, ["0", "18446744073709551615"], ["-1", "18446744073709551616", "1,2"]),
      (.tinygrad, ["-1"], ["1,2"]),
      (.torchInductorCUDA, ["-1"], ["1,2"]), (.flashAttention, ["-1"], ["1,2"]),
      (.memEfficientAttention, ["-1"], ["1,2"]),
    ]
    #expect(ends.map(\.0) == Dialect.all)
    for (dialect, taken, refused) in ends {
      for text in taken { #expect(generates(dialect, text), "\(dialect.name) \(text)") }
      for text in refused { #expect(!generates(dialect, text), "\(dialect.name) \(text)") }
    }
  }

  private func generates(_ dialect: Dialect, _ text: String) -> Bool {
    guard let seed = Seed(text) else { return false }
    return (try? dialect.generator(seed: seed)) != nil
  }

  @Test("A negative seed has one of 64 bits that draws the same, where the framework takes any")
  func unsigned() throws {
    let minusOne = try #require(Seed("-1"))
    #expect(try Dialect.torch.unsigned(minusOne) == .max)
    #expect(try Dialect.torchCUDA.unsigned(minusOne) == .max)
    #expect(try Dialect.jax.unsigned(minusOne) == UInt64(UInt32.max))
    #expect(try Dialect.torch.unsigned(Seed(7)) == 7)
    #expect(throws: DialectError.self) { try Dialect.philox.unsigned(minusOne) }
    #expect(throws: DialectError.self) { try Dialect.numpyLegacy.unsigned(.sequence([])) }
  }
}

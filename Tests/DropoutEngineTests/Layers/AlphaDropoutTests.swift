import Testing

@testable import DropoutEngine

struct AlphaDropoutTests {
  @Test func `scale and shift are those of the paper at its rates`() throws {
    for (p, a, b) in [
      (0.1, 0.921285, 0.161971), (0.2, 0.878904, 0.309040), (0.5, 0.886405, 0.779194),
      (0.8, 1.199912, 1.687652),
    ] {
      let effect = AlphaDropout().effect(rate: try Rate(p), mode: .inverted, phase: .train)
      #expect(abs(effect.scale - a) < 1e-6 && abs(effect.shift - b) < 1e-6)
      #expect(effect.fill == -1.7580993408473766)
      #expect(effect == AlphaDropout().effect(rate: try Rate(p), mode: .vanilla, phase: .train))
    }
  }

  @Test func `at rate 1 all is x times 0, at rate 0 the very same`() throws {
    let values: [Float] = [1, -2, .infinity, -0.0]
    let all = try KindRun(AlphaDropout(), [4], p: 1).applied
    #expect(all.after(values).prefix(2).map(\.bitPattern) == [0, 0x8000_0000])
    #expect(all.after(values)[2].isNaN && all.masked(values).prefix(2).allSatisfy { $0 == 0 })
    let none = try KindRun(AlphaDropout(), [4], p: 0).applied
    #expect(none.after(values).map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func `features fall together, and take SELU's limit in the masked stage`() throws {
    let run = try KindRun(FeatureAlphaDropout(), [2, 6, 3, 2], p: 0.5, seed: 42)
    #expect(run.drawn == "111101001111")
    let masked = run.applied.masked(Array(repeating: 2, count: 72))
    #expect(masked[24] == -1.7580993 && masked[0] == 2)
    #expect(refusal(FeatureAlphaDropout(), [3]) != nil)
    #expect(refusal(FeatureAlphaDropout(), [3], p: 1) == nil)
    #expect(AlphaDropout().fixedMode == "alpha repairs in training only")
  }
}

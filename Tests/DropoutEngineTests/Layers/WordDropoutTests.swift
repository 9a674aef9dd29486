import Testing

@testable import DropoutEngine

struct WordDropoutTests {
  @Test func `tokens fall whole, and are not scaled unless asked`() throws {
    let run = try KindRun(WordDropout(), [3, 5, 4], p: 0.3, seed: 1)
    #expect(run.drawn == "111111101111011" && run.applied.effect.scale == 1)
    var kind = WordDropout()
    #expect(kind.fixedMode == "word is not scaled")
    #expect(kind.effect(rate: .half, mode: .vanilla, phase: .eval).scale == 1)
    try kind.set("scaled", to: "true")
    #expect(kind.effect(rate: .half, mode: .inverted, phase: .train).scale == 2)
    #expect(kind.effect(rate: .half, mode: .vanilla, phase: .eval).scale == 0.5)
    #expect(kind.fixedMode == nil && kind.fullName == "word:scaled=true")
    #expect(refusal(kind, [3, 4])?.contains("three axes") == true)
    #expect(try wordsDrawn(KindRun(WordDropout(), [2, 3, 4], p: 1).after) == 12)
  }
}

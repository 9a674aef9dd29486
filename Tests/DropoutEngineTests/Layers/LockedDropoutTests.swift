import Testing

@testable import DropoutEngine

struct LockedDropoutTests {
  @Test func `one mask holds for all times, whichever axis they are`() throws {
    var kind = LockedDropout()
    #expect(kind.drawnShape(for: [3, 5, 4]) == [3, 1, 4])
    #expect(kind.drawnShape(for: [3, 4, 2, 3]) == [3, 1, 2, 3])
    try kind.set("layout", to: "time-first")
    #expect(kind.drawnShape(for: [5, 3, 4]) == [1, 3, 4])
    #expect(kind.fullName == "locked:layout=time-first")
    let run = try KindRun(LockedDropout(), [3, 5, 4], p: 0.3, seed: 1)
    #expect(run.drawn == "111111101111")
    #expect(run.mask.dropFirst(20).prefix(20) == "11101110111011101110".prefix(20))
    #expect(refusal(kind, [3, 4])?.contains("three axes or more") == true)
  }

  @Test func `rate 1 is drawn for and gives zeros, never NaN`() throws {
    let run = try KindRun(LockedDropout(), [2, 3, 4], p: 1)
    #expect(try wordsDrawn(run.after) == 16)
    #expect(run.applied.after(Array(repeating: -3, count: 24)).allSatisfy { $0 == 0 })
    #expect(try wordsDrawn(KindRun(LockedDropout(), [2, 3, 4], p: 0).after) == 0)
  }
}

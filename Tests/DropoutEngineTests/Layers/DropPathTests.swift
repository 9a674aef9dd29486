import Testing

@testable import DropoutEngine

struct DropPathTests {
  @Test func `samples fall, or the whole batch`() throws {
    var kind = DropPath()
    #expect(kind.drawnShape(for: [6, 4, 5]) == [6, 1, 1])
    let run = try KindRun(kind, [6, 4, 5], p: 0.1, seed: 2)
    #expect(run.drawn == "011101")
    try kind.set("mode", to: "batch")
    #expect(kind.drawnShape(for: [6, 4, 5]) == [1, 1, 1])
    #expect(kind.fullName == "droppath:mode=batch")
    #expect(try wordsDrawn(KindRun(kind, [6, 4, 5], p: 0.5).after) == 2)
    try kind.set("scaled", to: "false")
    #expect(kind.effect(rate: .half, mode: .inverted, phase: .train).scale == 1)
    #expect(kind.fullName == "droppath:mode=batch,scaled=false")
  }

  @Test func `a mode that is none is refused in torchvision's words`() {
    var kind = DropPath()
    #expect(throws: KindError.self) { try kind.set("mode", to: "x") }
    do { try kind.set("mode", to: "x") } catch {
      #expect("\(error)" == "droppath mode has to be either 'batch' or 'row', but got x")
    }
    #expect(refusal(kind, [])?.contains("one axis or more") == true)
  }

  @Test func `rate 1 is drawn for, evaluation and rate 0 are not`() throws {
    #expect(try wordsDrawn(KindRun(DropPath(), [4, 3], p: 1).after) == 8)
    #expect(try wordsDrawn(KindRun(DropPath(), [4, 3], p: 0).after) == 0)
    #expect(try wordsDrawn(KindRun(DropPath(), [4, 3], p: 0.5, phase: .eval).after) == 0)
    // The other dialects draw as they do for elements.
    let philox = try KindRun(DropPath(), [4, 3], p: 1, dialect: .philox)
    #expect(philox.drawn == "0000")
  }
}

import Testing

@testable import DropoutEngine

struct SpatialDropoutTests {
  @Test func `channels stand last, or second`() throws {
    var kind = SpatialDropout()
    #expect(kind.drawnShape(for: [2, 3, 3, 5]) == [2, 1, 1, 5])
    #expect(kind.drawnShape(for: [3, 4, 6]) == [3, 1, 6])
    let run = try KindRun(kind, [2, 3, 3, 5], p: 0.3, dialect: .kerasTorch, seed: 6)
    #expect(run.drawn == "1101111011")
    try kind.set("format", to: "channels-first")
    #expect(kind.drawnShape(for: [2, 5, 3, 3]) == [2, 5, 1, 1])
    #expect(kind.fullName == "spatial:format=channels-first")
    #expect(refusal(kind, [2, 5])?.contains("three to five axes") == true)
    #expect(refusal(kind, [2, 5], phase: .eval) != nil)
  }
}

import Foundation
import Testing

@testable import dropscope

@Suite struct FirstStartTests {
  private func start(_ variables: [String: String]) -> FirstStart {
    FirstStart { variables[$0] }
  }

  @Test func `a first start is one once, and remembered under XDG_STATE_HOME`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "first-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let start = start(["XDG_STATE_HOME": folder.path])
    #expect(start.path == folder.path + "/dropscope/seen")
    let (first, second) = (start.isNew(), start.isNew())
    #expect(first && !second)
  }

  @Test func `nothing is offered in CI, without a place, or where it cannot be written`() {
    #expect(start(["XDG_STATE_HOME": "/tmp", "CI": "true"]).path == nil)
    #expect(start([:]).path == nil)
    #expect(start(["XDG_STATE_HOME": "relative"]).path == nil)
    #expect(start(["HOME": "/nobody"]).path == "/nobody/.local/state/dropscope/seen")
    #expect(!start(["XDG_STATE_HOME": "/dev/null"]).isNew())
  }

  @Test func `a log of each rank has its number before the ending`() {
    #expect(RankedScenario.path("a/run.jsonl", rank: 2) == "a/run.rank2.jsonl")
    #expect(RankedScenario.path("a.b/run", rank: 0) == "a.b/run.rank0")
  }
}

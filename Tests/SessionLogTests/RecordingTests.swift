import DropoutEngine
import SessionLog
import TestSupport
import Testing

@Suite("A recording holds the calls that no rewind took back")
struct RecordingTests {
  @Test("a rewind drops the calls from its number on and what was pinned to them")
  func rewind() {
    var recording = Recording()
    for n in 1...5 { recording.apply(call(n)) }
    recording.apply(.annotation(Annotation(number: 2, kind: .mark(text: "kept")), ms: 0))
    recording.apply(.annotation(Annotation(number: 4, kind: .mark(text: "dropped")), ms: 0))
    recording.apply(.rewind(n: 3, ms: 0))
    recording.apply(.annotation(Annotation(number: 3, kind: .mark(text: "new")), ms: 0))
    recording.apply(call(3))
    #expect(recording.calls.map(\.number) == [1, 2, 3])
    #expect(recording.annotations.map(\.number) == [2, 3])
  }

  @Test("any sequence of marks and rewinds leaves what carrying them out one by one leaves")
  func annotations() {
    var random = SplitMix64(state: 11)
    for _ in 0..<300 {
      var recording = Recording()
      var plain: [Annotation] = []
      for _ in 0..<Int.random(in: 0..<20, using: &random) {
        let n = Int.random(in: 1...8, using: &random)
        if Bool.random(using: &random) {
          recording.apply(.annotation(Annotation(number: n, kind: .mark(text: "")), ms: 0))
          plain.append(Annotation(number: n, kind: .mark(text: "")))
        } else {
          recording.apply(.rewind(n: n, ms: 0))
          plain.removeAll { $0.number >= n }
        }
      }
      #expect(recording.annotations == plain)
    }
  }

  @Test("a session that goes on after its end has not ended")
  func end() {
    var recording = Recording()
    recording.apply(.end(n: 0, ms: 0, reason: "quit"))
    #expect(recording.endReason == "quit")
    recording.apply(call(1))
    #expect(recording.endReason == nil)
  }

  private func call(_ n: Int) -> LogRecord {
    .call(ForwardCall(number: n, phase: .train, mode: .inverted, sites: []), ms: 0)
  }
}

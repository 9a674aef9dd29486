import DropoutEngine
import Interface
import SessionLog
import TestSupport
import Testing

@testable import Sessions

/// A log as a screen drives it: one that is complete.
@Suite struct LoggedSessionTests {
  @Test func `a seek finds the nearest call there is, and steps end at the last one`() throws {
    let log = try ScratchLog([.session(), .call(2), .call(3), .call(7), .call(8)])
    var bench = Bench(try log.timeline())
    for (request, number) in [
      (Request.seek(1), 2), (.seek(5), 3), (.advance(1), 7), (.advance(9), 8), (.seek(99), 8),
      (.seekNewest, 8), (.advance(1), 8), (.seek(2), 2), (.advanceFor(seconds: 9), 8),
    ] {
      let arrival = bench.ask(request)
      #expect(arrival?.call.number == number, "\(request)")
      #expect(bench.arrivals.count == 1, "\(request)")
    }
    let arrival = try bench.answer(.seek(3))
    #expect(arrival.kind == .recorded && arrival.last == 8 && arrival.newest == 8)
    #expect(arrival.points.map(\.number) == [2, 3])
    #expect(arrival.overview.map(\.number) == [2, 3, 7, 8])
  }

  @Test func `settings of a recording stay, and that is said`() throws {
    let log = try ScratchLog([.session(), .call(1), .call(2)])
    var bench = Bench(try log.timeline())
    bench.ask(.seek(2))
    #expect(bench.ask(.change(.mode(.vanilla), inPlace: true))?.call.number == 2)
    #expect(bench.notices.first?.contains("cannot be changed") == true)
    #expect(bench.ask(.restart(newSeed: true))?.call.number == 2)
  }

  @Test func `marks are the person's, and the log stays as it is`() throws {
    let log = try ScratchLog([.session(), .call(1), .mark(1, "theirs"), .call(2)])
    let before = try log.file.bytes()
    var bench = Bench(try log.timeline())
    bench.ask(.seek(1))
    let arrival = try bench.answer(.mark(1))
    #expect(arrival.annotations.map(\.kind) == [.mark(text: "theirs"), .mark(text: "mark")])
    #expect(try log.file.bytes() == before)
  }

  @Test func `a broken line is named, and what lies before it is shown`() throws {
    let log = try ScratchLog([.session(), .call(1), .call(2)])
    try log.file.append(Array(#"{"t":"call","n":3,"phase":"train"}"#.utf8) + [0x0A])
    try log.append([.call(4)])
    var bench = Bench(try log.timeline())
    #expect(bench.ask(.seek(1))?.newest == 4)
    #expect(bench.ask(.seek(4))?.call.number == 4)
    #expect(bench.ask(.seek(3))?.call.number == 2)
    #expect(bench.notices == ["\(log.path): line 4: call 3 has no layers"])
    #expect(bench.growth?.problem == bench.notices.first)
    #expect(bench.growth?.newest == 2)
    #expect(bench.ask(.advance(1))?.call.number == 2)
  }

  @Test func `an advance over a broken line ends before it`() throws {
    let log = try ScratchLog([.session(), .call(1), .call(2)])
    try log.file.append(Array(#"{"t":"call","n":3,"phase":"train"}"#.utf8) + [0x0A])
    for request in [Request.advance(5), .advanceFor(seconds: 1)] {
      var bench = Bench(try log.timeline())
      bench.ask(.seek(1))
      #expect(bench.ask(request)?.call.number == 2, "\(request)")
    }
  }

  @Test func `a recording from the middle is a log with all that belongs to its calls`() throws {
    let late = SiteHeader(name: "late", kind: "dropout2d", shape: [2, 3])
    let note = LogRecord.annotation(
      Annotation(number: 4, kind: .note(site: "late", text: "fused")), ms: 0)
    let skipped = LogRecord.annotation(
      Annotation(number: 5, kind: .skipped(calls: 2, masks: 0, why: "policy")), ms: 0)
    let accepted = LogRecord.annotation(
      Annotation(number: 6, kind: .accepted(rule: "D05", site: "a", why: "meant")), ms: 0)
    let log = try ScratchLog([
      .session(), .mark(0, "whole"), .call(1), .call(2), .call(3), .mark(3), .call(4),
      .recompute(4), note, skipped, .site(late), accepted, .call(6, "a", "late"),
      .call(7, "late"),
    ])
    var bench = Bench(try log.timeline())
    bench.ask(.seek(3))
    bench.ask(.startRecording)
    let path = bench.recording
    #expect(bench.ask(.seekNewest)?.call.number == 7)
    bench.ask(.seek(1))
    bench.ask(.stopRecording)
    let records = try takeRecording(path)
    var source = try LogReader(path: log.path)
    let recording = try Recording(&source)
    #expect(records.compactMap(\.call) == recording.calls.filter { $0.number >= 3 })
    #expect(records.compactMap(\.annotation) == recording.annotations)
    guard case .session(let session)? = records.first else {
      Issue.record("a log begins with its session")
      return
    }
    #expect(session.app == "test")
    #expect(session.header.sites == [SiteHeader(name: "a", shape: [2, 3]), late])
  }

  @Test func `calls that a seek leaves out stay out of a recording`() throws {
    let log = try ScratchLog([.session()] + (1...20).map { .call($0) })
    var bench = Bench(try log.timeline())
    bench.ask(.seek(2))
    bench.ask(.startRecording)
    let path = bench.recording
    bench.ask(.advance(3))
    bench.ask(.seek(1))
    bench.ask(.seek(18))
    bench.ask(.seekNewest)
    bench.end()
    let records = try takeRecording(path)
    #expect(records.compactMap(\.call).map(\.number) == [2, 3, 4, 5, 18, 19, 20])
    #expect(records.last == .end(n: 20, ms: 0, reason: "quit"))
  }
}

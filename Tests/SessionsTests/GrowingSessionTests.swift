import DropoutEngine
import Interface
import SessionLog
import TestSupport
import Testing

@testable import Sessions

/// A log as a screen drives it while it grows.
@Suite struct GrowingSessionTests {
  @Test func `a log that is not there yet is waited for, and followed when it comes`() throws {
    let log = try ScratchLog(nil)
    var bench = Bench(try log.timeline(follows: true, waits: true))
    #expect(bench.ask(.seekNewest) == nil)
    #expect(bench.driver.idleTime != nil && bench.notices.isEmpty)
    bench.wait()
    try log.write([.session()])
    bench.wait()
    #expect(bench.arrivals.isEmpty)
    try log.append([.call(1)])
    bench.wait()
    #expect(bench.arrivals.map(\.call.number) == [1])
    try log.append([.call(2), .call(3)])
    bench.wait()
    #expect(bench.growth?.newest == 3)
    #expect(bench.ask(.seekNewest)?.call.number == 3)
  }

  @Test func `half a line is nothing yet`() throws {
    let log = try ScratchLog([.session(), .call(1)])
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    var encoder = LogEncoder()
    _ = encoder.encode(.session())
    let line = encoder.encode(.call(2))
    try log.file.append(line.prefix(40))
    #expect(bench.wait().isEmpty)
    try log.file.append(line.dropFirst(40))
    bench.wait()
    #expect(bench.growth?.newest == 2)
  }

  @Test func `it is looked at as often as frames are drawn, and less often when it rests`() throws {
    let log = try ScratchLog([.session(), .call(1)])
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    bench.wait(2)
    #expect(bench.driver.idleTime == 0.1)
    try log.append([.call(2)])
    bench.wait()
    #expect(bench.driver.idleTime == Playback.frame)
    bench.wait(2)
    #expect(bench.driver.idleTime == 0.1)
    let still = try log.timeline()
    var other = Bench(still)
    other.ask(.seek(1))
    #expect(other.driver.idleTime == nil)
  }

  @Test func `one that was cut or replaced is another session`() throws {
    let log = try ScratchLog([.session()] + (1...9).map { .call($0) })
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    bench.ask(.mark(9))
    bench.ask(.startRecording)
    let path = bench.recording
    try log.write([.session(), .call(1), .call(2)])
    let events = bench.wait()
    let name = try #require(path)
    #expect(events.contains(.outdated) && events.contains(.recording(.saved(name: name))))
    #expect(bench.notices == ["\(log.path) was cut: starting over"])
    #expect(try takeRecording(path).last == .end(n: 9, ms: 500, reason: "the log was replaced"))
    let arrival = try bench.answer(.seekNewest)
    #expect(arrival.call.number == 2 && arrival.annotations.isEmpty)
    try log.replace([.session()] + (1...5).map { .call($0) })
    bench.wait()
    #expect(bench.notices == ["\(log.path) was replaced: starting over"])
    #expect(bench.ask(.seekNewest)?.call.number == 5)
  }

  @Test func `calls that a rewind replaces are asked for anew, and recorded so`() throws {
    let log = try ScratchLog([.session()] + (1...6).map { .call($0) })
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seek(5))
    bench.ask(.startRecording)
    let path = bench.recording
    bench.ask(.seekNewest)
    try log.append([.rewind(n: 5, ms: 0), .call(5, kept: 1), .call(6, kept: 2)])
    #expect(bench.wait().contains(.outdated))
    let arrival = try bench.answer(.seekNewest)
    #expect(arrival.call.number == 6 && arrival.call.sites[0].kept == 2)
    bench.ask(.stopRecording)
    let records = try takeRecording(path)
    #expect(records.contains(.rewind(n: 5, ms: 500)))
    let calls = records.compactMap(\.call)
    #expect(calls.first?.number == 5 && calls.last == arrival.call)
  }

  @Test func `what is followed is recorded whole, with sites and notes as they come`() throws {
    let log = try ScratchLog([.session(sites: []), .call(1)])
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    bench.ask(.startRecording)
    let path = bench.recording
    let site = SiteHeader(name: "b", kind: "dropout", shape: [2, 3])
    try log.append([.call(2), .site(site), .call(3, "a", "b"), .recompute(3), .mark(1, "late")])
    bench.wait()
    #expect(bench.ask(.seekNewest)?.call.number == 3)
    try log.append([.recompute(3, "b"), .call(4, "b")])
    #expect(bench.wait().contains(.outdated))
    #expect(bench.ask(.seek(3))?.call.sites.count == 4)
    bench.ask(.seekNewest)
    bench.ask(.stopRecording)
    let records = try takeRecording(path)
    let place = try #require(records.firstIndex(of: .site(site)))
    #expect(records[place + 1].call?.number == 3)
    #expect(records.compactMap(\.annotation).map(\.number) == [1])
    var source = try LogReader(path: log.path)
    var taken = Recording()
    for record in records { taken.apply(record) }
    #expect(taken.calls == (try Recording(&source)).calls)
  }

  @Test func `a log that says it ended is told as ended, and may go on all the same`() throws {
    let log = try ScratchLog([.session(), .call(1)])
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    try log.append([.call(2), .end(n: 2, ms: 3, reason: "quit")])
    bench.wait()
    #expect(bench.growth?.hasEnded == true && bench.growth?.newest == 2)
    try log.append([.call(3)])
    bench.wait()
    #expect(bench.growth?.hasEnded == false && bench.growth?.newest == 3)
    #expect(bench.ask(.seekNewest)?.kind == .growing)
  }

  @Test func `what was looked at of a log stands in its trace, until it is taken back`() throws {
    let log = try ScratchLog([.session()] + (1...9).map { .call($0) })
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    bench.wait()
    #expect(bench.driver.timeline.trace.last == 9)
    #expect(bench.driver.timeline.trace.stretch(of: "a", in: 1...9).tested == 9)
    try log.append([.rewind(n: 5, ms: 1), .call(5)])
    bench.wait()
    #expect(bench.growth?.trace.last == 5)
    #expect(bench.driver.timeline.trace.stretch(of: "a", in: 1...9).tested == 5)
  }

  @Test func `a pipe that ends leaves a session that is complete`() throws {
    let log = try ScratchLog([.session(), .call(1), .call(2)])
    let spool = try InputSpool(path: log.path)
    let timeline = LoggedTimeline(try LogTimeline(spool, name: "standard input"), follows: true)
    var bench = Bench(timeline)
    #expect(bench.ask(.seekNewest) == nil)
    spool.fill()
    bench.wait()
    bench.wait()
    #expect(bench.notices == ["standard input ended"])
    let arrival = try bench.answer(.seek(1))
    #expect(arrival.kind == .recorded && arrival.last == 2)
    #expect(bench.driver.idleTime == nil)
  }
}

/// A log that is moved away, or cut under its writer.
@Suite struct MovedLogTests {
  @Test func `a log that was moved is read to its end, and then the one in its place`() throws {
    let log = try ScratchLog([.session(), .call(1), .call(2)])
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    let old = TemporaryFile(ending: ".jsonl")
    var encoder = LogEncoder()
    _ = encoder.encode(.session())
    try log.file.move(to: old.path)
    // The writer has it open still, and the new one is empty.
    try old.append(encoder.encode(.call(3)))
    bench.wait()
    #expect(bench.growth?.newest == 3)
    try log.file.write([])
    try old.append(encoder.encode(.call(4)))
    bench.wait()
    #expect(bench.growth?.newest == 4 && bench.notices.isEmpty)
    // Half a line at the end of the old one is nothing.
    try old.append(encoder.encode(.call(5)).prefix(30))
    bench.wait()
    let next = encoder.encode(.call(5))
    try log.file.append(next.prefix(10))
    bench.wait()
    try log.file.append(next.dropFirst(10) + encoder.encode(.call(6)))
    bench.wait()
    #expect(bench.growth?.newest == 6 && bench.notices.isEmpty)
    #expect(bench.ask(.seek(2))?.call.number == 2)
    #expect(bench.ask(.seek(5))?.call.number == 5)
    #expect(bench.ask(.seek(6))?.points.map(\.number) == [1, 2, 3, 4, 5, 6])
    // It is moved once more.
    let older = TemporaryFile(ending: ".jsonl")
    try log.file.move(to: older.path)
    try log.file.write(Array(encoder.encode(.call(7))))
    bench.wait()
    #expect(bench.growth?.newest == 7)
    for number in 1...7 { #expect(bench.ask(.seek(number))?.call.number == number) }
  }

  @Test func `what comes in its place with a session of its own is another one`() throws {
    let log = try ScratchLog([.session(), .call(1)])
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    try log.file.append(try #require(LogEncoder.lines([.session(), .call(2)]).last))
    try log.replace([.session(), .call(1), .call(2), .call(3)])
    bench.wait()
    #expect(bench.notices.isEmpty && bench.growth?.newest == 2)
    bench.wait()
    #expect(bench.notices == ["\(log.path) was replaced: starting over"])
    #expect(bench.ask(.seekNewest)?.call.number == 3)
  }

  @Test func `a log that was cut under its writer goes on behind the hole`() throws {
    for keepsPlace in [true, false] {
      let log = try ScratchLog([.session()] + (1...5).map { .call($0) })
      var bench = Bench(try log.timeline(follows: true))
      bench.ask(.seekNewest)
      let length = try log.file.bytes().count
      let lines = LogEncoder.lines([.session(), .call(6), .call(7), .call(8)])
      // A writer that keeps its place leaves zeros in front; one that appends leaves none.
      let hole = keepsPlace ? [UInt8](repeating: 0, count: length) : []
      try log.file.write(hole + lines[1])
      bench.wait()
      #expect(bench.notices.count == 1)
      bench.ask(.seekNewest)
      try log.file.append(lines[2].prefix(7))
      bench.wait()
      try log.file.append(lines[2].dropFirst(7) + lines[3])
      bench.wait()
      #expect(bench.growth?.newest == 8 && bench.growth?.problem == nil)
      #expect(bench.ask(.seek(6))?.call.number == 6)
      #expect(bench.ask(.seek(7))?.header.sites.map(\.name) == ["a"])
    }
  }
}

extension LogEncoder {
  /// The lines of records, each with its newline.
  static func lines(_ records: [LogRecord]) -> [[UInt8]] {
    var encoder = LogEncoder()
    return records.map { Array(encoder.encode($0)) }
  }
}

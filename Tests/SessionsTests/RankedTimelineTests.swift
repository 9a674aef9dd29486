import DropoutEngine
import Interface
import SessionLog
import TestSupport
import Testing

@testable import Sessions

/// Logs of several ranks as one session, some of them growing.
@Suite struct RankedTimelineTests {
  /// A call of a rank with the masks that its stream draws.
  private func call(
    _ number: Int, step: Int?, stream: Int, sites: [String] = ["a"]
  ) -> LogRecord {
    var random = SplitMix64(state: UInt64(number * 1000 + stream + 1))
    let entries = sites.map { name in
      let mask = Mask((0..<96).map { _ in random.uniform() >= 0.5 })
      return SiteCall(
        name: name, shape: [4, 24], rate: .half, scale: 2, mask: mask, kept: mask.kept,
        stages: nil)
    }
    var call = ForwardCall(number: number, phase: .train, sites: entries)
    call.step = step
    return .call(call, ms: number)
  }

  private func session(rank: Int, of ranks: Int) -> LogRecord {
    var header = SessionHeader(
      source: "pytorch", sites: [SiteHeader(name: "a", shape: [4, 24], rate: .half)])
    (header.rank, header.ranks, header.run) = (rank, ranks, "run")
    return .session(SessionRecord(app: "test", started: "", header: header))
  }

  private func timeline(_ logs: [ScratchLog], follows: Bool = false) throws -> RankedTimeline {
    RankedTimeline(try logs.map { (try $0.timeline(follows: follows, waits: follows), nil) })
  }

  private func logs(
    _ ranks: Int, calls: Int, stream: (Int) -> Int = { $0 }, step: (Int, Int) -> Int? = { $1 }
  ) throws -> [ScratchLog] {
    try (0..<ranks).map { rank in
      try ScratchLog(
        [session(rank: rank, of: ranks)]
          + (1...calls).map { call($0, step: step(rank, $0), stream: stream(rank)) })
    }
  }

  private func ranks(_ events: [Event]) -> RankCalls? {
    events.compactMap { if case .ranks(let ranks) = $0 { ranks } else { nil } }.last
  }

  @Test func `calls are joined by step, whatever their numbers`() throws {
    // Rank 1 began ten steps later.
    let logs = try logs(2, calls: 30, step: { rank, number in number + 10 * rank })
    var bench = Bench(try timeline(logs))
    bench.ask(.need(.otherRanks))
    for number in [25, 11, 30, 12] {
      let ranks = try #require(try bench.answer(.seek(number)).ranks)
      #expect(ranks.step == number && ranks.isWhole && ranks.hasSteps)
      #expect(ranks.lanes.map { $0.call?.number } == [number, number - 10])
      #expect(ranks.lanes.map { $0.call?.step } == [number, number])
    }
    let early = try #require(try bench.answer(.seek(5)).ranks)
    #expect(early.lanes[1].call == nil)
  }

  @Test func `without steps calls are joined by number`() throws {
    let logs = try logs(3, calls: 12, step: { _, _ in nil })
    var bench = Bench(try timeline(logs))
    bench.ask(.need(.otherRanks))
    let ranks = try #require(try bench.answer(.seek(7)).ranks)
    #expect(ranks.lanes.map { $0.call?.number } == [7, 7, 7] && !ranks.hasSteps)
    #expect(ranks.step == nil && ranks.lanes.map(\.rank) == [0, 1, 2])
  }

  @Test func `of the calls of one step each finds its own`() throws {
    let logs = try logs(2, calls: 24, step: { rank, number in (number + rank * 8 - 1) / 4 + 1 })
    var bench = Bench(try timeline(logs))
    bench.ask(.need(.otherRanks))
    for number in 9...24 {
      let ranks = try #require(try bench.answer(.seek(number)).ranks)
      #expect(ranks.lanes[1].call?.number == number - 8)
    }
  }

  @Test func `calls that are missing on a rank are missing, and no other stands in`() throws {
    let other = try ScratchLog(
      [session(rank: 1, of: 2)]
        + [2, 3, 7, 8, 9, 20].map { call($0, step: $0 + 100, stream: 1) })
    let first = try logs(1, calls: 25, step: { _, number in number + 100 })[0]
    var bench = Bench(try timeline([first, other]))
    bench.ask(.need(.otherRanks))
    for number in 1...25 {
      let ranks = try #require(try bench.answer(.seek(number)).ranks)
      let known = [2, 3, 7, 8, 9, 20].contains(number)
      #expect(ranks.lanes[1].call?.number == (known ? number : nil), "\(number)")
    }
  }

  @Test func `masks go along only where the view needs them`() throws {
    var bench = Bench(try timeline(try logs(2, calls: 3)))
    let light = try #require(try bench.answer(.seek(2)).ranks)
    #expect(!light.isWhole && light.lanes.allSatisfy { $0.call == nil })
    bench.ask(.need(.otherRanks))
    #expect(ranks(bench.events)?.lanes.compactMap(\.call?.number) == [2, 2])
    bench.ask(.need([]))
    #expect(ranks(bench.events)?.isWhole == false)
  }

  @Test func `agreement is that of all calls, counted by hand`() throws {
    let logs = try logs(3, calls: 9, stream: { $0 % 2 })
    var bench = Bench(try timeline(logs))
    bench.ask(.need(.otherRanks))
    bench.ask(.seek(9))
    bench.wait()
    let agreement = try #require(try bench.answer(.seek(9)).ranks).agreement
    #expect(agreement.pair(0, 2, at: "a")?.isSame == true)
    #expect(agreement.pair(0, 2, at: "a")?.masks == 9)
    var equal = 0
    for number in 1...9 {
      let masks = (0...1).compactMap {
        call(number, step: number, stream: $0).call?.sites[0].mask
      }
      equal += (0..<96).count { masks[0][$0] == masks[1][$0] }
    }
    let pair = try #require(agreement.pair(0, 1, at: "a"))
    #expect(pair.equal == equal && pair.compared == 9 * 96 && pair.expected == 9 * 48)
    #expect(agreement.pair(1, 2, at: "a") == pair)
  }

  @Test func `ranks that draw alike are found while they are written, and others are not`() throws {
    for period in [1, 2] {
      let logs = try (0..<2).map { try ScratchLog([session(rank: $0, of: 2)]) }
      var bench = Bench(try timeline(logs, follows: true))
      bench.ask(.seekNewest)
      var found: Int?
      for step in 1...20 {
        for rank in 0..<2 {
          try logs[rank].append([call(step, step: step, stream: rank % period)])
          bench.wait(0.03)
          let rules = bench.conclusions.last?.verdict.findings.map(\.rule) ?? []
          if rules.contains("D05") { found = found ?? step }
        }
      }
      bench.wait(2)
      let rules = bench.conclusions.last?.verdict.findings.map(\.rule)
      #expect((found != nil) == (period == 1), "\(found ?? 0)")
      #expect(rules == nil || rules?.contains("D05") == (period == 1))
    }
  }

  @Test func `a rank that stops while others go on is behind, and one that ended says so`() throws {
    let logs = try logs(3, calls: 4)
    var bench = Bench(try timeline(logs, follows: true))
    bench.ask(.seekNewest)
    for step in 5...20 { try logs[0].append([call(step, step: step, stream: 0)]) }
    try logs[1].append([.end(n: 4, ms: 0, reason: "killed")])
    bench.wait()
    bench.ask(.seekNewest)
    bench.wait()
    let ranks = try #require(try bench.answer(.seekNewest).ranks)
    #expect(ranks.number == 20 && ranks.lanes.map(\.behind) == [0, 16, 16])
    #expect(ranks.lanes.map(\.standing) == [.open, .ended, .open])
    for step in 5...20 { try logs[2].append([call(step, step: step, stream: 2)]) }
    bench.wait()
    #expect(self.ranks(bench.events)?.lanes.map(\.behind) == [0, 16, 0])
  }

  @Test func `ranks that are not there yet are waited for, and taken up as they come`() throws {
    let logs = try [ScratchLog([session(rank: 0, of: 3)]), ScratchLog(nil), ScratchLog(nil)]
    var bench = Bench(
      RankedTimeline(
        try logs.enumerated().map { ($1, $0) }.map { log, rank in
          (try log.timeline(follows: true, waits: true), rank)
        }))
    bench.ask(.need(.otherRanks))
    bench.ask(.seekNewest)
    try logs[0].append([call(1, step: 1, stream: 0)])
    bench.wait()
    let first = try #require(bench.arrivals.last?.ranks)
    #expect(first.lanes.map(\.standing) == [.open, .absent, .absent])
    #expect(first.lanes.map(\.rank) == [0, 1, 2] && first.ranks == 3)
    try logs[2].write([session(rank: 2, of: 3), call(1, step: 1, stream: 2)])
    bench.wait()
    #expect(ranks(bench.events)?.lanes.map(\.standing) == [.open, .absent, .open])
    #expect(ranks(bench.events)?.lanes[2].call?.number == 1)
    try logs[1].write([session(rank: 1, of: 3)])
    bench.wait()
    try logs[1].append([call(1, step: 1, stream: 1)])
    bench.wait()
    let all = try #require(try bench.answer(.seekNewest).ranks)
    #expect(all.agreement.pair(1, 2, at: "a")?.masks == 1)
  }

  @Test func `with all ranks on screen the newest call is one that all have, but for who lags`()
    throws
  {
    let logs = try logs(3, calls: 4)
    var bench = Bench(try timeline(logs, follows: true))
    bench.ask(.seekNewest)
    for step in 5...7 { try logs[0].append([call(step, step: step, stream: 0)]) }
    for step in 5...6 { try logs[1].append([call(step, step: step, stream: 1)]) }
    bench.wait()
    #expect(bench.ask(.seekNewest)?.call.number == 7)
    bench.ask(.need(.otherRanks))
    #expect(bench.ask(.seekNewest)?.call.number == 4)
    // The third one is left behind.
    for step in 8...12 { try logs[0].append([call(step, step: step, stream: 0)]) }
    for step in 7...11 { try logs[1].append([call(step, step: step, stream: 1)]) }
    bench.wait()
    #expect(bench.ask(.seekNewest)?.call.number == 11)
    bench.ask(.need([]))
    #expect(bench.ask(.seekNewest)?.call.number == 12)
  }

  @Test func `the first rank may be the one that comes last`() throws {
    let other = try ScratchLog([session(rank: 1, of: 2), call(1, step: 1, stream: 1)])
    let logs = [try ScratchLog(nil), other]
    // Files are there as long as these are.
    defer { withExtendedLifetime(logs) {} }
    var bench = Bench(try timeline(logs, follows: true))
    #expect(bench.ask(.seekNewest) == nil)
    bench.wait()
    #expect(bench.arrivals.isEmpty)
    try logs[0].write([session(rank: 0, of: 2), call(1, step: 1, stream: 0)])
    bench.wait()
    #expect(bench.arrivals.last?.call.number == 1)
  }

  @Test func `a rank that begins another session is examined anew with all others`() throws {
    let logs = try logs(2, calls: 6, stream: { _ in 0 })
    defer { withExtendedLifetime(logs) {} }
    var bench = Bench(try timeline(logs, follows: true))
    bench.ask(.need(.otherRanks))
    bench.ask(.seekNewest)
    bench.wait()
    #expect(bench.driver.timeline.gathered.agreement.pair(0, 1, at: "a")?.masks == 6)
    try logs[1].replace([session(rank: 1, of: 2)] + (1...6).map { call($0, step: $0, stream: 5) })
    bench.wait()
    bench.wait()
    #expect(bench.driver.timeline.gathered.agreement.pair(0, 1, at: "a")?.same == 0)
    #expect(bench.driver.timeline.gathered.agreement.pair(0, 1, at: "a")?.masks == 6)
    let ranks = try #require(try bench.answer(.seekNewest).ranks)
    #expect(ranks.lanes[1].call == call(6, step: 6, stream: 5).call)
  }

  @Test func `another rank is shown at the same step, and what is recorded ends`() throws {
    let logs = try logs(3, calls: 20, step: { rank, number in number + 2 * rank })
    var bench = Bench(try timeline(logs))
    bench.ask(.seek(15))
    bench.ask(.startRecording)
    let path = bench.recording
    let arrival = try bench.answer(.showLane(2))
    #expect(arrival.call.number == 11 && arrival.call.step == 15)
    #expect(arrival.header.rank == 2 && arrival.ranks?.reference == 2)
    #expect(try takeRecording(path).last == .end(n: 15, ms: 0, reason: "another rank is shown"))
    #expect(bench.driver.timeline.trace.last == 20)
    // There is no such lane: the call on screen answers.
    #expect(try bench.answer(.showLane(7)).call.number == 11)
  }

  @Test func `sites of every rank are learned, also those that come with a later call`() throws {
    let logs = try logs(2, calls: 2)
    for log in logs {
      try log.append([
        .site(SiteHeader(name: "b", kind: "dropout", shape: [4, 24])),
        call(3, step: 3, stream: 0, sites: ["a", "b"]),
      ])
    }
    var timeline = try timeline(logs)
    while timeline.readOn() != nil {}
    let conclusion = timeline.concluded()
    #expect(conclusion.verdict.looked.calls == 6 && conclusion.through == 3)
    #expect(timeline.gathered.agreement.pair(0, 1, at: "b")?.isSame == true)
  }
}

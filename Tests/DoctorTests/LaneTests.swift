import DropoutEngine
import Testing

@testable import Doctor

/// Several ranks, a resumption, and what a log says between its calls.
struct LaneTests {
  private func verdict(
    seeds: [UInt64], expectsEqual: Bool = false,
    edit: (inout ForwardCall, Int) -> Void = { _, _ in }
  ) throws -> Verdict {
    var sessions = try seeds.map { seed in
      try Session(
        [
          .init(name: "a"),
          .init(name: "path", kind: "droppath", shape: [4, 8], drawn: [4, 1], rate: 0.05),
        ], seed: seed)
    }
    var examination = Examination(
      lanes: sessions.map { $0.header() }, expectsEqualRanks: expectsEqual)
    for number in 1...60 {
      for lane in sessions.indices {
        var call = try sessions[lane].call(number)
        edit(&call, lane)
        examination.take(call, lane: lane)
      }
    }
    return examination.verdict()
  }

  @Test func `ranks with seeds of their own are healthy`() throws {
    let verdict = try verdict(seeds: [1, 2, 3, 4])
    #expect(verdict.brief == [])
    #expect(verdict.passed.contains { $0.rule == "D05" && $0.looked.elements > 0 })
  }

  @Test func `ranks with one seed are told, and which ones`() throws {
    let verdict = try verdict(seeds: [1, 2, 1])
    #expect(verdict.findings.map(\.rule) == ["D05"])
    #expect(verdict.findings[0].sites.contains("a"))
    #expect(verdict.findings[0].lanes == [0, 2])
  }

  @Test func `digests are enough`() throws {
    let verdict = try verdict(seeds: [5, 5]) { call, _ in
      for index in call.sites.indices {
        guard let mask = call.sites[index].mask else { continue }
        call.sites[index].draw = .unrecorded(digest: mask.digest, tiles: nil)
      }
    }
    #expect(verdict.findings.map(\.rule) == ["D05"])
  }

  @Test func `ranks that are meant to agree are judged the other way round`() throws {
    #expect(try verdict(seeds: [1, 1], expectsEqual: true).brief == [])
    #expect(try verdict(seeds: [1, 2], expectsEqual: true).findings.map(\.rule) == ["D05"])
  }

  @Test func `one rank alone is no comparison`() throws {
    let verdict = try verdict(seeds: [1])
    #expect(verdict.notRun.contains { $0.rule == "D05" && $0.needs.contains("ranks") })
  }

  @Test func `a recomputed mask is that of the forward, in the call and after it`() throws {
    for isLate in [false, true] {
      for isFault in [false, true] {
        var session = try Session()
        var other = try Session(seed: 9)
        var examination = Examination(lanes: [session.header()])
        for number in 1...12 {
          var call = try session.call(number)
          var again = isFault ? try other.call(number).sites[0] : call.sites[0]
          again.isRecomputed = true
          if !isLate { call.sites.append(again) }
          examination.take(call)
          if isLate { examination.take(.recomputed(number: number, sites: [again])) }
        }
        let verdict = examination.verdict()
        #expect(verdict.brief == (isFault ? ["D08 drop"] : []))
        #expect(isFault || verdict.passed.contains { $0.rule == "D08" })
      }
    }
  }

  @Test func `a resumption that draws otherwise is told from its first call on`() throws {
    var first = try Session()
    var second = try Session()
    var rule = ResumptionDiffers()
    for number in 1...20 {
      var call = try second.call(number)
      if number >= 12 { call.sites[0].draw = .mask(Mask(repeating: true, count: 768)) }
      rule.take(try first.call(number), call)
    }
    #expect(rule.findings().map(\.from) == [12])
    #expect(rule.findings().map(\.sites) == [["drop"]])
  }

  @Test func `gaps are told unless skipped records account for them`() throws {
    func verdict(_ events: [Annotation]) throws -> Verdict {
      var session = try Session()
      var examination = Examination(lanes: [session.header()])
      for number in 3...20 where !(8...12 ~= number) {
        examination.take(try session.call(number))
        for event in events where event.number == number { examination.take(.annotation(event)) }
      }
      return examination.verdict()
    }
    let found = try verdict([])
    #expect(found.brief == ["D12"])
    #expect(found.findings[0].from == 8 && found.findings[0].to == 12)
    #expect(found.findings[0].numbers.first?.measured == 5)
  }

  @Test(arguments: [7, 13])
  func `a skipped record may stand before the gap's end or after it`(place: Int) throws {
    var session = try Session()
    var examination = Examination(lanes: [session.header()])
    let skipped = Annotation(number: 8, kind: .skipped(calls: 5, masks: 0, why: "budget"))
    for number in 3...20 where !(8...12 ~= number) {
      examination.take(try session.call(number))
      if number == place { examination.take(.annotation(skipped)) }
    }
    #expect(examination.verdict().brief == [])
  }

  @Test func `calls that come again are one finding, and are drawn once`() throws {
    var session = try Session()
    var examination = Examination(lanes: [session.header()])
    var calls: [ForwardCall] = []
    for number in 1...20 { calls.append(try session.call(number)) }
    for call in calls + calls.suffix(10) { examination.take(call) }
    #expect(examination.verdict().brief == ["D12"])
  }

  @Test func `accepted findings are listed apart`() throws {
    var session = try Session()
    session.sites[0].draw = { _, _ in nil }
    var examination = Examination(lanes: [session.header()])
    for number in 1...30 { examination.take(try session.call(number)) }
    examination.accept(rule: "D02", site: "other")
    #expect(!examination.verdict().isHealthy)
    examination.take(
      .annotation(Annotation(number: 3, kind: .accepted(rule: "D02", site: "drop", why: "yes"))))
    #expect(examination.verdict().isHealthy)
    #expect(examination.verdict().accepted.map(\.rule) == ["D02"])
  }
}

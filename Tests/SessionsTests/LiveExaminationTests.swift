import DropoutEngine
import Interface
import SessionLog
import TestSupport
import Testing

@testable import Sessions

/// What the doctor says of a session while it is driven.
@Suite struct LiveExaminationTests {
  private func options() -> SimulationOptions {
    var options = SimulationOptions(preset: .digits)
    options.seed = 42
    options.widths = [40, 30]
    options.batch = 8
    return options
  }

  private func simulation(pace: Double = 0) throws -> Bench<SimulatedTimeline> {
    let clock = FakeClock()
    clock.setPace(pace)
    return Bench(SimulatedTimeline(try SimulationTimeline(options())), clock: clock)
  }

  /// The records of a session whose first site draws one mask again and again from call `onset` on.
  private func frozen(_ count: Int, from onset: Int) throws -> [LogRecord] {
    var simulation = try SimulationTimeline(options())
    let header = simulation.header
    var mask: SiteCall?
    let calls = (1...count).compactMap { number -> LogRecord? in
      guard var call = simulation.approach(number) else { return nil }
      if number == onset { mask = call.sites[0] }
      if let mask { call.sites[0] = mask }
      return .call(call, ms: number)
    }
    return [.session(SessionRecord(app: "test", started: "", header: header))] + calls
  }

  /// Record of a site's one run in a call that ran again and kept all.
  private func again(_ number: Int, _ site: String) -> LogRecord {
    var entry = SiteCall(
      name: site, shape: [2, 3], rate: .half, scale: 2, mask: nil, kept: 6, stages: nil)
    entry.isRecomputed = true
    return .recompute(n: number, ms: 0, sites: [entry])
  }

  @Test func `a mask that repeats is found at once where calls come one by one`() throws {
    let records = try frozen(40, from: 21)
    let log = try ScratchLog([records[0]])
    var bench = Bench(try log.timeline(follows: true))
    var found: Int?
    for number in 1...40 {
      try log.append([records[number]])
      bench.wait()
      let heard = bench.conclusions
      bench.ask(.seekNewest)
      guard found == nil, (heard + bench.conclusions).last?.verdict.findings.isEmpty == false else {
        continue
      }
      found = number
    }
    let number = try #require(found)
    #expect((22...40).contains(number))
  }

  @Test func `all of a log is looked at, however little of it is shown`() throws {
    let log = try ScratchLog(try frozen(60, from: 21))
    var bench = Bench(try log.timeline())
    #expect(bench.ask(.seek(1))?.call.number == 1)
    let conclusion = try #require(bench.conclusions.last)
    #expect(conclusion.through == 60 && conclusion.verdict.looked.calls == 60)
    let finding = try #require(conclusion.verdict.findings.first)
    #expect(conclusion.verdict.findings.count == 1 && finding.rule == "D06")
    #expect((20...22).contains(finding.from ?? 0))
    #expect(bench.wait(5).isEmpty)
  }

  @Test func `a healthy simulation raises nothing, and each call is looked at once`() throws {
    var bench = try simulation()
    bench.ask(.seek(300))
    bench.ask(.seek(100))
    bench.ask(.seek(200))
    #expect(bench.ask(.advance(150))?.call.number == 350)
    bench.wait(2)
    var looked = bench.conclusions
    bench.ask(.advance(1))
    bench.wait(2)
    looked += bench.conclusions
    let conclusion = try #require(looked.last)
    #expect(conclusion.verdict.isHealthy && conclusion.verdict.notes.isEmpty)
    #expect(conclusion.through == 351 && conclusion.verdict.looked.calls == 351)
  }

  @Test func `a change at a past call begins anew, and what lies before it is looked at again`()
    throws
  {
    var bench = try simulation()
    bench.ask(.seek(900))
    bench.ask(.change(.phase(.eval), inPlace: false))
    #expect(!bench.events.contains(.examined(nil)))
    bench.ask(.seek(800))
    bench.ask(.change(.mode(.vanilla), inPlace: true))
    #expect(bench.events.contains(.examined(nil)))
    let anew = try #require(bench.conclusions.last)
    var fresh = try simulation()
    fresh.ask(.seek(799))
    fresh.ask(.change(.mode(.vanilla), inPlace: false))
    fresh.wait(2)
    #expect(anew.through == 800)
    #expect(fresh.conclusions.last == anew)
  }

  @Test func `no request waits for what is looked at again`() throws {
    var bench = try simulation(pace: 0.001)
    bench.ask(.seek(400))
    bench.driver.take(.change(.mode(.vanilla), inPlace: true)) { _ in }
    var isInterrupted = false
    bench.driver.work(until: { isInterrupted }) {
      if case .arrived = $0 { isInterrupted = true }
    }
    #expect(bench.driver.idleTime == 0)
    #expect(bench.ask(.advance(3))?.call.number == 403)
    bench.wait(2)
    let conclusion = try #require(bench.conclusions.last)
    #expect(conclusion.through == 403 && conclusion.verdict.looked.calls == 403)
  }

  @Test func `a restart begins anew`() throws {
    var bench = try simulation()
    bench.ask(.seek(30))
    bench.ask(.restart(newSeed: true))
    #expect(bench.events.contains(.examined(nil)))
    #expect(bench.conclusions.last?.through == 1)
  }

  @Test func `calls that a log takes back are not looked at, nor those of a log before`() throws {
    let records = try frozen(30, from: 11)
    let log = try ScratchLog(Array(records.prefix(15)))
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    #expect(bench.conclusions.last?.verdict.findings.map(\.rule) == ["D06"])
    let healthy = try frozen(11, from: 99)
    try log.append([.rewind(n: 11, ms: 0), healthy[11]])
    #expect(bench.wait().contains(.examined(nil)))
    #expect(bench.conclusions.last?.verdict.findings.isEmpty == true)
    #expect(bench.conclusions.last?.through == 11)
    try log.replace(Array(healthy.prefix(4)))
    #expect(bench.wait().contains(.examined(nil)))
    #expect(bench.conclusions.last?.through == 3)
  }

  @Test func `what is accepted counts no longer, is recorded, and stays accepted`() throws {
    let records = try frozen(30, from: 11)
    let log = try ScratchLog(Array(records.prefix(21)))
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    let site = try #require(bench.conclusions.last?.verdict.findings.first?.sites.first)
    bench.ask(.startRecording)
    let path = bench.recording
    bench.ask(.accept(rule: "D06", site: site))
    let conclusion = try #require(bench.conclusions.first)
    #expect(conclusion.verdict.findings.isEmpty)
    #expect(conclusion.verdict.accepted.map(\.rule) == ["D06"])
    try log.append([.rewind(n: 18, ms: 0)] + records[18...])
    bench.wait(2)
    #expect(bench.conclusions.last?.through == 30)
    #expect(bench.conclusions.last?.verdict.findings.isEmpty == true)
    bench.ask(.stopRecording)
    let accepted = try takeRecording(path).compactMap(\.annotation)
    #expect(accepted.count == 1 && accepted[0].number == 20)
    guard case .accepted("D06", site, _) = accepted[0].kind else {
      Issue.record("it is an accept record")
      return
    }
  }

  @Test func `in a simulation what is accepted is told again where it was taken back`() throws {
    var bench = try simulation()
    bench.ask(.seek(20))
    bench.ask(.startRecording)
    let path = bench.recording
    bench.ask(.accept(rule: "D03", site: nil))
    #expect(bench.conclusions.count == 1)
    bench.ask(.seek(10))
    bench.ask(.change(.mode(.vanilla), inPlace: true))
    bench.ask(.restart(newSeed: false))
    bench.ask(.stopRecording)
    let accepted = try takeRecording(path).compactMap(\.annotation).filter {
      if case .accepted = $0.kind { true } else { false }
    }
    #expect(accepted.map(\.number) == [20, 10, 1])
  }

  @Test func `lines that cannot be read are told of, and end nothing that is not shown`() throws {
    let log = try ScratchLog([.session(), .call(1)])
    try log.file.append(Array(#"{"t":"call","n":2,"phase":"train"}"#.utf8) + [0x0A])
    try log.append([.call(3)])
    try log.file.append(Array(#"{"t":"ca"#.utf8))
    var bench = Bench(try log.timeline())
    #expect(bench.ask(.seek(1))?.newest == 3)
    let verdict = try #require(bench.conclusions.last?.verdict)
    #expect(verdict.findings.map(\.rule).contains("D12"))
    #expect(verdict.findings.contains { $0.what.contains("line 3 first") })
    #expect(verdict.findings.contains { $0.what.contains("8 bytes without a newline") })
    #expect(bench.ask(.seekNewest)?.call.number == 3)
  }

  @Test func `sites, notes, skipped calls and recomputed runs reach the doctor`() throws {
    let log = try ScratchLog([.session(sites: []), .call(1), again(1, "a")])
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    #expect(bench.conclusions.last?.verdict.findings.map(\.rule) == ["D08"])
    var site = SiteHeader(name: "b", kind: "dropout", shape: [2, 3])
    site.place = "train.py:9"
    let skipped = Annotation(number: 2, kind: .skipped(calls: 3, masks: 0, why: "cost"))
    let note = Annotation(number: 2, kind: .note(site: nil, text: "compiled"))
    try log.append([
      .annotation(skipped, ms: 0), .annotation(note, ms: 0), .site(site), .call(5, "b"),
      again(5, "b"),
    ])
    bench.wait(2)
    let verdict = try #require(bench.conclusions.last?.verdict)
    #expect(verdict.unseen == ["compiled"])
    #expect(Set(verdict.findings.map(\.rule)) == ["D08"])
    try log.append([again(5, "b")])
    bench.wait(2)
    #expect(bench.conclusions.last?.through == 5)
  }

  @Test func `nothing is looked at where that is not wanted`() throws {
    let surroundings = Surroundings(app: "test", now: { 0 }, date: { "" })
    var driver = SessionDriver(
      SimulatedTimeline(try SimulationTimeline(options())), examines: false, in: surroundings)
    var events: [Event] = []
    driver.take(.seek(9)) { events.append($0) }
    repeat { driver.work(until: { true }) { events.append($0) } } while driver.idleTime == 0
    #expect(events.count == 1)
  }
}

@Suite struct ExaminationReportTests {
  private func verdict(_ rules: String...) -> Verdict {
    var verdict = Verdict()
    verdict.findings = rules.map { finding($0) }
    return verdict
  }

  private func finding(_ rule: String) -> Finding {
    Finding(
      rule: rule, name: rule, severity: .error, sites: ["a"], from: 1, to: 2, lanes: [0],
      numbers: [], what: "", meaning: "", advice: "")
  }

  @Test func `a verdict is wanted at once at rest, ten times a second while calls wait`() {
    var report = ExaminationReport(at: 0)
    #expect(report.wait(for: 0, isBusy: false, at: 5) == nil)
    #expect(report.wait(for: 1, isBusy: true, at: 5) == 0)
    #expect(report.conclude(verdict(), version: 1, isAsked: false, cost: 0, at: 5) == true)
    #expect(report.wait(for: 1, isBusy: false, at: 5) == nil)
    #expect(report.wait(for: 2, isBusy: false, at: 5) == 0)
    #expect(abs((report.wait(for: 2, isBusy: true, at: 5.04) ?? 0) - 0.06) < 1e-9)
  }

  @Test func `concluding takes a twentieth of the time at most`() {
    var report = ExaminationReport(at: 0)
    _ = report.conclude(verdict(), version: 1, isAsked: false, cost: 0.02, at: 5)
    #expect(abs((report.wait(for: 2, isBusy: false, at: 5) ?? 0) - 0.4) < 1e-9)
  }

  @Test func `what a person sees is told at once, and numbers once a second and at the end`() {
    var report = ExaminationReport(at: 0)
    #expect(report.conclude(verdict(), version: 1, isAsked: false, cost: 0, at: 5) == true)
    #expect(report.conclude(verdict(), version: 2, isAsked: false, cost: 0, at: 5.2) == false)
    #expect(abs((report.wait(for: 2, isBusy: false, at: 5.2) ?? 0) - 0.8) < 1e-9)
    #expect(report.conclude(verdict("D06"), version: 3, isAsked: false, cost: 0, at: 5.3) == true)
    #expect(report.conclude(verdict("D06"), version: 4, isAsked: false, cost: 0, at: 6.2) == false)
    #expect(report.conclude(verdict("D06"), version: 4, isAsked: false, cost: 0, at: 6.4) == true)
    #expect(report.conclude(verdict("D06"), version: 5, isAsked: false, cost: 0, at: 6.5) == false)
    #expect(report.conclude(verdict("D06"), version: 5, isAsked: true, cost: 0, at: 6.6) == true)
    report.startAnew(at: 6.65)
    #expect(report.conclude(verdict("D06"), version: 6, isAsked: false, cost: 0, at: 6.7) == true)
  }
}

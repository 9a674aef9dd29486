import DropoutEngine
import Interface
import SessionLog
import TestSupport
import Testing

@testable import Sessions

/// A simulation as a screen drives it.
@Suite struct SimulatedSessionTests {
  private func options(seed: UInt64 = 42) -> SimulationOptions {
    var options = SimulationOptions(preset: .digits)
    options.seed = seed
    options.widths = [9, 5]
    options.batch = 4
    return options
  }

  private func bench(pace: Double = 0) throws -> Bench<SimulatedTimeline> {
    let clock = FakeClock()
    clock.setPace(pace)
    return Bench(SimulatedTimeline(try SimulationTimeline(options())), clock: clock)
  }

  @Test func `calls are those of the simulation, wherever one goes`() throws {
    var simulation = try Simulation(options())
    let calls = (0..<60).map { _ in simulation.next(withTensors: true) }
    var bench = try bench()
    for request in [Request.seek(1), .advance(9), .seek(50), .seek(3), .seekNewest, .advance(2)] {
      let arrival = try bench.answer(request)
      #expect(arrival.call == calls[arrival.call.number - 1])
      #expect(arrival.points == calls.prefix(arrival.call.number).map { CallPoint($0) })
      #expect(bench.arrivals.count == 1 && arrival.kind == .simulated)
    }
    #expect(bench.ask(.seekNewest)?.call.number == 52)
  }

  @Test func `the whole session is known, also after going back`() throws {
    var bench = try bench()
    bench.ask(.seek(1400))
    let past = try bench.answer(.seek(5))
    #expect(past.newest == 1400 && past.trace.last == 1400)
    #expect(past.trace.stretch(of: nil, in: 1...1400).calls == 1400)
    let overview = past.overview
    let steps = Set(zip(overview, overview.dropFirst()).map { $1.number - $0.number })
    #expect(overview.count > 640 && steps.count == 1)
    #expect(overview.first?.number == 1 && (overview.last?.number ?? 0) > 1390)
  }

  @Test func `a change at a past call takes the later ones back`() throws {
    var bench = try bench()
    bench.ask(.seek(20))
    bench.ask(.seek(10))
    let arrival = try bench.answer(.change(.mode(.vanilla), inPlace: true))
    #expect(arrival.call.number == 10 && arrival.call.mode == .vanilla && arrival.newest == 10)
    #expect(arrival.overview.last?.number == 10 && arrival.trace.last == 10)
    #expect(arrival.annotations.map(\.number) == [10])
    #expect(bench.ask(.change(.phase(.eval), inPlace: false))?.call.number == 11)
  }

  @Test func `a long way is told of and can be given up`() throws {
    var bench = try bench(pace: 0.02)
    bench.driver.take(.seek(100_000)) { _ in }
    var events: [Event] = []
    for _ in 0..<60 { bench.driver.work(until: { false }) { events.append($0) } }
    let shares = events.compactMap { if case .seeking(let share) = $0 { share } else { nil } }
    #expect(shares.count > 3 && shares == shares.sorted())
    let reached = try bench.answer(.cancel).call.number
    #expect((2..<1000).contains(reached))
  }

  @Test func `as many calls as go in a time are passed, and the last one shown`() throws {
    var bench = try bench(pace: 0.001)
    bench.ask(.seek(1))
    let arrival = try bench.answer(.advanceFor(seconds: 0.05))
    #expect(bench.arrivals.count == 1)
    #expect((5...60).contains(arrival.call.number))
  }

  @Test func `a restart begins at call 1, with the same seed or a new one`() throws {
    var bench = try bench()
    let first = try bench.answer(.seek(1))
    bench.ask(.seek(9))
    #expect(bench.ask(.restart(newSeed: false)) == first)
    let other = try bench.answer(.restart(newSeed: true))
    #expect(other.header.seed == 77 && other.call != first.call && other.newest == 1)
  }

  @Test func `calls are recorded once, as they are first run, and changes are told`() throws {
    let path = TemporaryFile(ending: ".jsonl").path
    let clock = FakeClock()
    let timeline = try SimulationTimeline(options())
    let recorder = try Recorder(
      path: path, force: false,
      session: SessionRecord(
        simulation: options(), header: timeline.header, app: "test", started: ""),
      begun: timeline.settings(at: 0), now: { clock.now })
    var bench = Bench(SimulatedTimeline(timeline), clock: clock, recorder: recorder)
    bench.ask(.seek(10))
    bench.ask(.seek(4))
    bench.ask(.mark(4))
    bench.ask(.seek(12))
    bench.ask(.seek(6))
    bench.ask(.change(.mode(.vanilla), inPlace: true))
    bench.ask(.restart(newSeed: true))
    bench.ask(.advance(1))
    bench.end()
    let records = try takeRecording(path)
    #expect(records.compactMap(\.call).map(\.number) == Array(1...12) + [6, 1, 2])
    let rewinds = records.compactMap { if case .rewind(let n, _) = $0 { n } else { nil } }
    #expect(rewinds == [6, 1])
    let changes = records.compactMap { record -> Change? in
      if case .change(let change)? = record.annotation?.kind { change } else { nil }
    }
    #expect(
      changes == [
        .mode(from: .inverted, to: .vanilla), .seed(from: 42, to: 77),
        .mode(from: .inverted, to: .vanilla),
      ])
    #expect(records.last == .end(n: 2, ms: 0, reason: "quit"))
  }

  @Test func `a recording from the middle tells first what was set`() throws {
    var bench = try bench()
    bench.ask(.seek(5))
    bench.ask(.change(.phase(.eval), inPlace: false))
    bench.ask(.seek(9))
    bench.ask(.startRecording)
    let path = bench.recording
    bench.ask(.advance(2))
    bench.ask(.stopRecording)
    let name = try #require(path)
    #expect(bench.events.contains(.recording(.saved(name: name))))
    let records = try takeRecording(path)
    #expect(records.compactMap(\.annotation).map(\.number) == [6])
    #expect(records.compactMap(\.call).map(\.number) == [9, 10, 11])
  }
}

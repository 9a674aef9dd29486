import DropoutEngine
import Interface
import SessionLog
import TestSupport
import Testing

@testable import Sessions

/// What the views of units and of time ask: read from the first call on, and on as calls come.
@Suite struct PastInquiryTests {
  private func options(_ rate: Double? = nil) -> SimulationOptions {
    var options = SimulationOptions(preset: .digits)
    options.widths = [9, 5]
    options.batch = 64
    options.rate = rate.flatMap { try? Rate($0) }
    return options
  }

  private func bench() throws -> Bench<SimulatedTimeline> {
    Bench(SimulatedTimeline(try SimulationTimeline(options())))
  }

  private func units(_ events: [Event]) -> UnitsAnswer? {
    events.compactMap {
      if case .answered(let answer) = $0 { answer.value as? UnitsAnswer } else { nil }
    }.last
  }

  private func time(_ events: [Event]) -> TimeHistory? {
    events.compactMap {
      if case .answered(let answer) = $0 { answer.value as? TimeHistory } else { nil }
    }.last
  }

  @Test func `units are counted over all calls, however one came to them, and counted on`() throws {
    var bench = try bench()
    bench.ask(.seek(30))
    bench.ask(.inquire(Inquired(UnitsQuestion(site: "hidden1"))))
    let answer = try #require(units(bench.events))
    #expect(answer.history.through == 30 && answer.history.draws == 30)
    #expect(answer.history.tally?.rows == 30 * 64 && answer.history.units == 9)
    #expect(answer.preactivations?.call == 30 && answer.preactivations?.values.count == 64 * 9)
    #expect(answer.feeding?.units.count == 9 && answer.fed?.site == "hidden2")
    bench.ask(.seek(4))
    #expect(units(bench.events)?.history.through ?? 30 == 30)
    bench.ask(.seek(33))
    #expect(units(bench.events)?.history.through == 33)
    // A change takes the calls from there on back, and what was counted of them.
    bench.ask(.seek(10))
    bench.ask(.change(.phase(.eval), inPlace: true))
    let changed = try #require(units(bench.events))
    #expect(changed.history.through == 10 && changed.history.draws == 9)
  }

  @Test func `the counts are those of the calls themselves`() throws {
    var bench = try bench()
    bench.ask(.seek(12))
    bench.ask(.inquire(Inquired(UnitsQuestion(site: "hidden2"))))
    let history = try #require(units(bench.events)).history
    var simulation = try Simulation(options())
    var kept = [UInt32](repeating: 0, count: 5)
    for _ in 0..<12 {
      let mask = try #require(simulation.next().sites[1].mask)
      for element in 0..<mask.count where mask[element] { kept[element % 5] += 1 }
    }
    #expect(history.tally?.kept == kept)
  }

  @Test func `losses, the twin's and held-out accuracy stand at their calls`() throws {
    var bench = try bench()
    let epoch = try #require(try Simulation(options()).callsPerEpoch)
    bench.ask(.seek(epoch + 3))
    bench.ask(.inquire(Inquired(TimeQuestion(site: "hidden1"))))
    let history = try #require(time(bench.events))
    #expect(history.through == epoch + 3 && history.hasTwin)
    var simulation = try Simulation(options())
    var plain = try Simulation(options(0))
    for row in 0..<epoch + 3 {
      #expect(history.rows[row].loss.mean == simulation.next().loss)
      #expect(history.rows[row].twinLoss.mean == plain.next().loss)
      #expect(history.rows[row].weights.count == 3 && history.rows[row].gradients[0].mean != nil)
    }
    #expect(history.heldOut.map(\.number) == [epoch])
    #expect(history.heldOut[0].accuracy != nil && history.heldOut[0].twin != nil)
    #expect(history.rows[0].stages.count == 3 && history.rows[0].stages[0].runs == 1)
  }

  @Test func `a log is read from its first call and on as it grows; it has no twin`() throws {
    let log = try ScratchLog([.session()] + (1...40).map { .call($0) })
    var bench = Bench(try log.timeline(follows: true))
    bench.ask(.seekNewest)
    bench.ask(.inquire(Inquired(UnitsQuestion(site: "a"))))
    let first = try #require(units(bench.events))
    #expect(first.history.draws == 40 && first.history.units == 3 && first.feeding == nil)
    // Each mask is the same as the others.
    #expect(first.history.changes.equal == 40 * 39 / 2)
    try log.append((41...45).map { .call($0) })
    #expect(units(bench.wait())?.history.draws == 45)
    bench.ask(.inquire(Inquired(TimeQuestion(site: "a"))))
    let history = try #require(time(bench.events))
    #expect(history.through == 45 && !history.hasTwin && history.rows[0].stages.isEmpty)
    try log.append([.rewind(n: 20, ms: 0), .call(20)])
    let events = bench.wait()
    #expect(time(events)?.through == 20)
  }

  @Test func `a session at rest costs nothing while it is asked`() throws {
    var bench = try bench()
    bench.ask(.seek(5))
    bench.ask(.inquire(Inquired(UnitsQuestion(site: "hidden1"))))
    _ = bench.wait(3)
    #expect(bench.driver.idleTime == nil)
    let events = bench.wait(3)
    #expect(!events.contains { if case .answered = $0 { true } else { false } })
  }
}

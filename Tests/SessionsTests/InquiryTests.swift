import DropoutEngine
import Testing

@testable import Interface
@testable import Sessions

/// Questions of the compare and the ensemble view, answered beside a simulation's calls.
@Suite struct InquiryTests {
  private func bench() throws -> Bench<SimulatedTimeline> {
    var options = SimulationOptions(preset: .digits)
    options.widths = [9, 5]
    options.batch = 4
    return Bench(SimulatedTimeline(try SimulationTimeline(options)))
  }

  private func answers<Value>(_ bench: Bench<SimulatedTimeline>, _ type: Value.Type) -> [Value] {
    bench.events.compactMap {
      if case .answered(let answer) = $0 { answer.value as? Value } else { nil }
    }
  }

  @Test func `a comparison is answered for each call, and priced every few while calls go by`()
    throws
  {
    var bench = try bench()
    bench.ask(.seek(1))
    let question = ComparisonQuestion(site: "hidden1", isQuick: true)
    bench.ask(.inquire(Inquired(question)))
    let first = try #require(answers(bench, Comparison.self).last)
    #expect(first.number == 1 && first.trial.masked.count == 50 && first.pricedAt == 1)
    #expect(first.prices.count == 7 && first.rows == 360)
    bench.ask(.advance(1))
    let second = try #require(answers(bench, Comparison.self).last)
    #expect(second.number == 2 && second.pricedAt == 1 && second.prices == first.prices)
    bench.ask(.advance(7))
    #expect(answers(bench, Comparison.self).last?.pricedAt == 9)
    // Paused, all are of the call on screen.
    bench.ask(.inquire(Inquired(ComparisonQuestion(site: "hidden2", isQuick: false))))
    let whole = try #require(answers(bench, Comparison.self).last)
    #expect(whole.number == 9 && whole.pricedAt == 9 && whole.trial.masked.count == 200)
    #expect(bench.driver.idleTime != 0)
  }

  @Test func `an ensemble is answered for each call, its curve is finished on what it began with`()
    throws
  {
    var bench = try bench()
    bench.ask(.seek(1))
    func question(_ isQuick: Bool) -> EnsembleQuestion {
      EnsembleQuestion(input: TrialInput(), masks: 200, isQuick: isQuick, stride: 1, hasTurns: true)
    }
    bench.ask(.inquire(Inquired(question(true))))
    let first = try #require(answers(bench, Ensemble.self).last)
    #expect(first.number == 1 && first.outputs.count == 200 && first.turned.isEmpty)
    #expect(first.curve.map(\.masks) == [1, 3, 10, 30] && first.scaled != nil)
    bench.ask(.advance(1))
    #expect(answers(bench, Ensemble.self).last?.number == 2)
    bench.ask(.inquire(Inquired(question(false))))
    let whole = try #require(answers(bench, Ensemble.self).last)
    #expect(whole.turned.map(\.turns) == Array(0..<24))
    #expect(whole.curve.last?.masks == 200 && whole.curveEnd == 200)
  }

  @Test func `a change begins anew, and a log answers neither`() throws {
    var bench = try bench()
    bench.ask(.seek(3))
    bench.ask(.inquire(Inquired(ComparisonQuestion(site: "hidden1", isQuick: false))))
    let before = try #require(answers(bench, Comparison.self).last)
    bench.ask(.change(.mode(.vanilla), inPlace: true))
    let after = try #require(answers(bench, Comparison.self).last)
    #expect(after.number == 3 && after.trial == before.trial)
    let log = try ScratchLog([.session(), .call(1)])
    var timeline = try log.timeline()
    while timeline.readOn() != nil {}
    let read = timeline.call(1)
    let call = try #require(read)
    let asked = ComparisonQuestion(site: "a", isQuick: false)
    #expect(timeline.answer(to: asked, at: call) == nil && timeline.offers == [])
  }
}

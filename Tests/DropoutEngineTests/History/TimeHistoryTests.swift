import TestSupport
import Testing

@testable import DropoutEngine

@Suite struct TimeHistoryTests {
  /// A call whose values before the mask are uniform from `low` to `high`.
  private func call(
    _ number: Int, low: Double = 0, high: Double = 1, loss: Double? = nil, zeros: Int = 0
  ) -> ForwardCall {
    let range = HistogramRange(low: low, high: high)
    let bins = (0..<16).map { $0 == 0 ? 4 + zeros : 4 }
    let stage = StageStatistics(
      mean: (low + high) / 2, sd: 1, min: low, max: high, zeros: zeros, nan: 0, inf: 0, below: 0,
      above: 0, bins: bins)
    var site = SiteCall(name: "a")
    site.stages = Stages(range: range, before: stage, masked: stage, after: stage)
    return ForwardCall(number: number, phase: .train, loss: loss, sites: [site])
  }

  @Test func `no count is lost as rows merge, and memory stays bounded over many calls`() throws {
    var history = TimeHistory(site: "a")
    let calls = 20_000
    for number in 1...calls { history.take(call(number, loss: Double(number))) }
    #expect(history.rows.count <= TimeHistory.rowLimit && history.rows.count >= 640)
    #expect(history.through == calls && history.spacing == 16)
    let all = history.rows.reduce(into: CallSum()) { $0 += $1 }
    #expect(all.calls == calls && all.stages.count == 3)
    #expect(all.stages[0].bins.reduce(0, +) == Float(64 * calls))
    #expect(all.loss.mean == Double(calls + 1) / 2)
    let part = history.rows(of: 8001...8016)
    #expect(part.count == 1 && history.rows[part][part.lowerBound].loss.mean == 8008.5)
  }

  @Test func `the axis grows by whole bins, and turns to both signs without losing a count`() {
    var history = TimeHistory(site: "a")
    history.take(call(1))
    // Twice the largest is 2.
    #expect(history.range == HistogramRange(low: 0, high: 2))
    let first = history.rows[0].stages[0].bins
    #expect(first[..<32].allSatisfy { $0 == 2 } && first[32...].allSatisfy { $0 == 0 })
    history.take(call(2, high: 3))
    #expect(history.range == HistogramRange(low: 0, high: 8))
    #expect(history.rows[0].stages[0].bins[..<8].allSatisfy { $0 == 8 })
    history.take(call(3, low: -1, high: 1))
    #expect(history.range == HistogramRange(low: -8, high: 8))
    for row in history.rows { #expect(abs(row.stages[0].bins.reduce(0, +) - 64) < 1e-3) }
    #expect(history.rows[0].stages[0].bins[32..<36].allSatisfy { $0 == 16 })
  }

  @Test func `zeros stand in no bin`() {
    var history = TimeHistory(site: "a")
    history.take(call(1, zeros: 100))
    #expect(history.rows[0].stages[2].zeros == 100)
    #expect(history.rows[0].stages[2].bins.reduce(0, +) == 64)
  }

  @Test func `calls are found by number where the session has gaps`() {
    var history = TimeHistory(site: "a")
    for number in [3, 7, 20] { history.take(call(number)) }
    #expect(history.rows(of: 1...2) == 0..<1 && history.rows(of: 4...7) == 1..<2)
    #expect(history.rows(of: 3...20) == 0..<3 && history.rows(of: 21...30).isEmpty)
    history.take(call(7))
    #expect(history.rows.count == 3)
  }

  @Test func `losses that are no number say nothing`() {
    var history = TimeHistory(site: nil)
    history.take(ForwardCall(number: 1, phase: .train, loss: .nan, sites: []))
    history.take(ForwardCall(number: 2, phase: .train, loss: .infinity, sites: []))
    #expect(history.rows[0].loss.mean == nil && history.rows[1].loss.mean == nil)
    #expect(history.rows[0].stages.isEmpty)
  }

  @Test func `the ratio of a healthy session lies in its band, that of a wrong scale far off`()
    throws
  {
    func history(_ scenario: Scenario?) throws -> (TimeHistory, [Double]) {
      var options = SimulationOptions(preset: .digits)
      options.scenario = scenario
      var simulation = try Simulation(options)
      var history = TimeHistory(site: "hidden1", kind: "dropout")
      var sigmas: [Double] = []
      for _ in 0..<60 {
        let call = simulation.next()
        history.take(call)
        let site = try #require(call.sites.first { $0.name == "hidden1" })
        sigmas.append(
          SiteReading(site, of: call, kind: "dropout").after.sigma ?? .nan)
      }
      return (history, sigmas)
    }
    let (healthy, sigmas) = try history(nil)
    let pooled = try #require(healthy.ratio.sigma)
    #expect(abs(pooled - sigmas.reduce(0, +) / 60.0.squareRoot()) < 1e-9)
    #expect(abs(pooled) < 4 && healthy.ratio.tested == 60)
    let wrong = try #require(try history(Scenario(rawValue: "scale-twice")).0.ratio.sigma)
    #expect(abs(wrong) > 20)
  }

  @Test func `in evaluation the ratio is not left to chance: it is one, or it is wrong`() throws {
    var options = SimulationOptions(preset: .digits)
    options.phase = .eval
    var simulation = try Simulation(options)
    var history = TimeHistory(site: "hidden1", kind: "dropout")
    for _ in 0..<3 { history.take(simulation.next()) }
    #expect(history.ratio.evaluated == 3 && history.ratio.sigma == nil)
  }
}

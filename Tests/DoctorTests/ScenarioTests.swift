import DropoutEngine
import Testing

@testable import Doctor

/// Each scenario is a test of the doctor: it names the fault within twenty calls of it, and nothing
/// else but what follows from it.
@Suite struct ScenarioTests {
  /// Where the fault is seen first: validation begins at call 13.
  private static func start(_ scenario: Scenario) -> Int {
    scenario.rawValue == "forgot-eval" ? 13 : 1
  }

  /// What learns for long before it shows is tested where it is made.
  static let played = Scenario.allCases.filter { $0.rawValue != "variance-shift" }

  private static func verdict(_ scenario: Scenario?, calls: Int) throws -> Verdict {
    var simulations = try (0..<(scenario?.ranks ?? 1)).map { rank in
      var options = SimulationOptions(preset: .digits)
      options.scenario = scenario
      options.rank = rank
      return try Simulation(options)
    }
    var examination = Examination(lanes: simulations.map(\.header))
    for _ in 0..<calls {
      for lane in simulations.indices { examination.take(simulations[lane].next(), lane: lane) }
    }
    return examination.verdict()
  }

  @Test(arguments: ScenarioTests.played)
  func `the doctor names a scenario's fault within 20 calls, and nothing else`(
    scenario: Scenario
  ) throws {
    let start = ScenarioTests.start(scenario)
    let verdict = try ScenarioTests.verdict(scenario, calls: start + 19)
    #expect(verdict.findings.map(\.rule) == [scenario.rule])
    #expect(verdict.findings.first.flatMap(\.from).map { $0 <= start + 19 } ?? false)
    let followed = verdict.following.map { $0.follows ?? "" }
    #expect(Set(followed).isSubset(of: [scenario.rule]))
    #expect(verdict.notes.isEmpty)
    if start > 1 { #expect(try ScenarioTests.verdict(scenario, calls: start - 1).isHealthy) }
  }

  @Test func `forty calls on the verdict is the same`() throws {
    for scenario in ScenarioTests.played {
      let verdict = try ScenarioTests.verdict(scenario, calls: 60)
      #expect(verdict.findings.map(\.rule) == [scenario.rule], "\(scenario.rawValue)")
    }
  }

  @Test func `without a scenario the same calls are healthy`() throws {
    #expect(try ScenarioTests.verdict(nil, calls: 60).isHealthy)
  }
}

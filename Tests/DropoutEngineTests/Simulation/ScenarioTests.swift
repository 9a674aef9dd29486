import Testing

@testable import DropoutEngine

@Suite struct ScenarioPlayTests {
  private func simulation(_ scenario: Scenario?, rank: Int = 0) throws -> Simulation {
    var options = SimulationOptions(preset: .digits)
    options.scenario = scenario
    options.rank = rank
    return try Simulation(options)
  }

  @Test func `names are unique, captions are in order and fit into 80 columns`() {
    let names = Scenario.allCases.map(\.rawValue)
    #expect(Set(names).count == names.count)
    for scenario in Scenario.allCases {
      var last = 0
      for caption in scenario.captions {
        #expect(caption.calls.lowerBound > last, "\(scenario.rawValue)")
        #expect(caption.text.unicodeScalars.count <= 78, "\(caption.text)")
        last = caption.calls.upperBound
      }
    }
    #expect(Scenario(rawValue: "frozen-generator") == .frozenGenerator)
    #expect(Scenario(rawValue: "nobody's") == nil)
  }

  @Test func `p and keep swapped: the record says 0.20, and one in five stays, times five`() throws
  {
    var simulation = try simulation(.swappedKeep)
    var (kept, all) = (0, 0)
    for _ in 0..<4 {
      let site = simulation.next().sites[0]
      #expect(site.rate?.value == 0.2)
      #expect(abs((site.scale ?? 0) - 5) < 1e-5)
      kept += site.kept ?? 0
      all += site.size ?? 0
    }
    // 16,384 draws: five standard deviations are 0.0156.
    #expect(abs(Double(kept) / Double(all) - 0.2) < 0.0156)
    let second = simulation.next().sites[1]
    #expect(second.scale == 1.25)
  }

  @Test func `scale twice: four times what was masked, and nothing in vanilla mode`() throws {
    var simulation = try simulation(.scaleTwice)
    let site = simulation.next().sites[0]
    #expect(site.scale == 4)
    let stages = try #require(site.stages)
    let masked = try #require(stages.masked.mean)
    #expect(abs(try #require(stages.after.mean) - 4 * masked) < 1e-6)
    simulation.apply(.mode(.vanilla))
    let vanilla = simulation.next().sites[0]
    #expect(vanilla.scale == 1)
  }

  @Test(arguments: [Dialect.torch, .numpyLegacy, Dialect.all.first { $0.name.hasPrefix("jax") }!])
  func `a generator that is seeded before every call draws the first call's masks for ever`(
    dialect: Dialect
  ) throws {
    var options = SimulationOptions(preset: .digits)
    options.dialect = dialect
    let first = try Simulation(options).firstMasks
    options.scenario = .frozenGenerator
    var simulation = try Simulation(options)
    for _ in 0..<3 {
      let masks = simulation.next().sites.map(\.mask)
      #expect(masks == first)
    }
    simulation.apply(.fault(nil))
    let healthy = simulation.next().sites.map(\.mask)
    #expect(healthy != first)
  }

  @Test func `dead units are dropped in every sample, and no others more than they were`() throws {
    var faulty = try simulation(.deadUnits)
    var healthy = try simulation(nil)
    let mask = try #require(faulty.next().sites[0].mask)
    let whole = try #require(healthy.next().sites[0].mask)
    for element in 0..<mask.count {
      #expect(mask[element] == (whole[element] && element % 128 < 120))
    }
  }

  @Test func `validation without eval draws masks, has no gradients and learns nothing`() throws {
    var simulation = try simulation(.forgotEval)
    for number in 1...12 {
      let call = simulation.next()
      #expect(call.grad == true, "call \(number)")
    }
    let before = simulation
    let validation = simulation.next()
    #expect(validation.grad == false && validation.phase == .train)
    #expect(validation.sites.allSatisfy { $0.isDrawn == true })
    #expect(validation.loss != nil && validation.heldOut == nil)
    #expect(before.network == simulation.network)
    let rest = (14...17).map { _ in simulation.next().grad }
    #expect(rest == [false, false, false, true])
    #expect(before.network != simulation.network)
  }

  @Test func `ranks of one seed draw the same masks on data of their own`() throws {
    var ranks = try (0..<4).map { try simulation(.sameSeedOnRanks, rank: $0) }
    #expect(ranks.map(\.header.rank) == [0, 1, 2, 3])
    #expect(ranks[3].header.ranks == 4)
    let calls = ranks.indices.map { ranks[$0].next(withTensors: true) }
    #expect(calls.allSatisfy { $0.sites.map(\.mask) == calls[0].sites.map(\.mask) })
    #expect(calls[1].tensors?.input != calls[0].tensors?.input)
  }

  @Test func `the second of two dropouts begins with what the first hands on`() throws {
    var simulation = try simulation(.dropoutTwice)
    let call = simulation.next(withTensors: true)
    #expect(call.sites.map(\.name) == ["hidden1", "again", "hidden2"])
    #expect(call.tensors?.before[1] == call.tensors?.after[0])
  }

  @Test func `a fault begins and ends as a setting does, and a network of its own cannot`() throws {
    var timeline = try SimulationTimeline(SimulationOptions(preset: .digits))
    _ = timeline.approach(4)
    let begun = timeline.change(.fault(.scaleTwice), from: 3)
    #expect(
      begun?.kind == .change(.other(what: "fault", site: nil, from: "none", to: "scale-twice")))
    var scale = timeline.approach(2)?.sites[0].scale
    #expect(scale == 2)
    scale = timeline.approach(3)?.sites[0].scale
    #expect(scale == 4)
    timeline.change(.fault(nil), from: 5)
    scale = timeline.approach(5)?.sites[0].scale
    #expect(scale == 2)
    let other = timeline.change(.fault(.dropoutTwice), from: 6)
    #expect(other == nil)
    let ranks = timeline.change(.fault(.sameSeedOnRanks), from: 6)
    #expect(ranks == nil)
    try timeline.restart(seed: 7)
    scale = timeline.approach(1)?.sites[0].scale
    #expect(scale == 2)
  }
}

extension Simulation {
  /// The masks of its first call.
  fileprivate var firstMasks: [Mask?] {
    var copy = self
    return copy.next().sites.map(\.mask)
  }
}

import Testing

@testable import DropoutEngine

/// Settings changed at past and present calls, against simulations that had them from the start.
struct TimelineChangeTests {
  private let options = SimulationOptions.small(.digits, dialect: .numpyLegacy)

  /// Calls of a simulation to which changes come before the calls they name.
  private func plain(
    _ changes: [(number: Int, change: SettingChange)], _ count: Int
  ) throws -> [ForwardCall] {
    var simulation = try Simulation(options)
    return (1...count).map { number in
      for (at, change) in changes where at == number { simulation.apply(change) }
      return simulation.next(withTensors: true)
    }
  }

  private func expect(
    _ timeline: inout SimulationTimeline, _ expected: [ForwardCall], _ numbers: [Int],
    _ location: SourceLocation = #_sourceLocation
  ) {
    for number in numbers {
      let call = timeline.approach(number)
      #expect(call == expected[number - 1], "call \(number)", sourceLocation: location)
    }
  }

  @Test(
    "A change at a past call simulates anew from there",
    arguments: [
      .mode(.vanilla), .phase(.eval), .rate(site: "hidden1", .known(0.1)),
      .rate(site: "hidden2", .known(0.9)),
    ] as [SettingChange])
  func past(change: SettingChange) throws {
    for number in [1, 20, 32, 33, 40] {
      var timeline = try SimulationTimeline(options)
      _ = timeline.approach(40)
      #expect(timeline.change(change, from: number) != nil)
      #expect(timeline.newest == number - 1)
      let expected = try plain([(number, change)], 45)
      expect(&timeline, expected, [number, 45, 1, 39, number])
      #expect(timeline.points(endingAt: 45) == expected.map { CallPoint($0) })
    }
  }

  @Test("Several changes hold together, each from its call on")
  func several() throws {
    let changes: [(number: Int, change: SettingChange)] = [
      (3, .mode(.vanilla)), (5, .rate(site: "hidden1", .known(0.1))), (5, .phase(.eval)),
      (5, .rate(site: "hidden2", .known(0.7))), (36, .phase(.train)),
      (36, .rate(site: "hidden1", .known(0.2))),
    ]
    var timeline = try SimulationTimeline(options)
    for (number, change) in changes {
      _ = timeline.approach(number)
      timeline.change(change, from: number)
    }
    expect(&timeline, try plain(changes, 40), [40, 1, 2, 3, 4, 5, 6, 35, 36, 37])
    let settings = timeline.settings(at: 35)
    #expect(settings.mode == .vanilla && settings.phase == .eval)
    #expect(settings.rates.map(\.rate.value) == [0.1, 0.7])
    #expect(timeline.settings(at: 2).mode == .inverted)
  }

  @Test("A change and its opposite at one call leave no trace")
  func toggling() throws {
    var timeline = try SimulationTimeline(options)
    let before = timeline.approach(12)
    timeline.change(.mode(.vanilla), from: 12)
    #expect(timeline.approach(12)?.mode == .vanilla)
    timeline.change(.mode(.inverted), from: 12)
    #expect(timeline.approach(12) == before)
    #expect(timeline.annotations.isEmpty)
  }

  @Test("A setting that is what it was changes nothing, and forgets nothing")
  func noChange() throws {
    var timeline = try SimulationTimeline(options)
    _ = timeline.approach(20)
    timeline.change(.phase(.eval), from: 15)
    _ = timeline.approach(20)
    timeline.mark(18, text: "here")
    #expect(timeline.change(.mode(.inverted), from: 10) == nil)
    #expect(timeline.newest == 20 && timeline.annotations.count == 2)
    #expect(timeline.settings(at: 20).phase == .eval)
  }

  @Test("Changes and marks after a changed call are replaced with what comes anew")
  func later() throws {
    var timeline = try SimulationTimeline(options)
    _ = timeline.approach(20)
    timeline.mark(3, text: "kept")
    timeline.mark(18, text: "replaced")
    timeline.change(.phase(.eval), from: 15)
    timeline.change(.mode(.vanilla), from: 10)
    let kinds = timeline.annotations.map(\.kind)
    #expect(
      kinds == [
        .mark(text: "kept"), .change(.mode(from: .inverted, to: .vanilla)),
      ])
    #expect(timeline.settings(at: 20).phase == .train)
  }

  @Test("Annotations name what changed, from what to what, in the order of their calls")
  func annotations() throws {
    var timeline = try SimulationTimeline(options)
    let rate = timeline.change(.rate(site: "hidden2", .known(0.25)), from: 7)
    #expect(
      rate
        == Annotation(
          number: 7, kind: .change(Change(what: "rate", site: "hidden2", from: "0.5", to: "0.25"))))
    let again = timeline.change(.rate(site: "hidden2", .known(0.75)), from: 7)
    #expect(again?.kind == .change(Change(what: "rate", site: "hidden2", from: "0.25", to: "0.75")))
    timeline.mark(9, text: "b")
    timeline.mark(2, text: "a")
    #expect(timeline.annotations.map(\.number) == [2, 7, 9])
    #expect(
      timeline.annotations[1].kind
        == .change(Change(what: "rate", site: "hidden2", from: "0.5", to: "0.75")))
  }

  @Test("A restart begins before call 1 with a new seed and the settings in force")
  func restart() throws {
    var timeline = try SimulationTimeline(options)
    _ = timeline.approach(5)
    timeline.change(.mode(.vanilla), from: 3)
    timeline.change(.rate(site: "hidden1", .known(0.25)), from: 4)
    timeline.mark(4, text: "gone")
    try timeline.restart(seed: 7)
    #expect(timeline.newest == 0 && timeline.annotations.isEmpty && timeline.header.seed == 7)
    var fresh = try Simulation(
      options.with {
        $0.seed = 7
        $0.mode = .vanilla
        $0.layerRates = ["hidden1": .known(0.25)]
      })
    expect(&timeline, fresh.calls(3), [1, 3])
  }

  @Test("A seed that the dialect refuses leaves the timeline as it was")
  func refusedRestart() throws {
    var timeline = try SimulationTimeline(options)
    let call = timeline.approach(5)
    #expect(throws: SimulationError.self) { try timeline.restart(seed: .max) }
    #expect(timeline.newest == 5 && timeline.approach(5) == call)
  }
}

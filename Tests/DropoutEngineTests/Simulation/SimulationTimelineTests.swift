import TestSupport
import Testing

@testable import DropoutEngine

/// Calls by number against a simulation that just runs on.
struct SimulationTimelineTests {
  private func plain(_ options: SimulationOptions, _ count: Int) throws -> [ForwardCall] {
    var simulation = try Simulation(options)
    return simulation.calls(count)
  }

  /// Dense networks in every dialect; what else has a state of its own to come back to, in two.
  private static let presets: [(Preset, String)] = Dialect.all.map(\.name).flatMap { dialect in
    Preset.allCases.filter { preset in
      [.digits, .article, .module].contains(preset) || ["torch", "philox"].contains(dialect)
    }.map { ($0, dialect) }
  }

  @Test(
    "Any call asked for again is the call that was, bit for bit",
    arguments: SimulationTimelineTests.presets)
  func seeking(preset: Preset, dialect: String) throws {
    let dialect = try Dialect.named(dialect)
    guard try dialect.definesAll(of: preset) else { return }
    let options = SimulationOptions.small(preset, dialect: dialect)
    let expected = try plain(options, 100)
    var timeline = try SimulationTimeline(options)
    var generator = SplitMix64(state: 1)
    let boundaries = [1, 1, 100, 99, 31, 32, 33, 64, 65, 2, 96, 97]
    for number in boundaries + (1...100).shuffled(using: &generator).prefix(8) {
      let call = timeline.approach(number)
      #expect(call == expected[number - 1], "call \(number)")
      #expect(timeline.points(endingAt: number) == expected.prefix(number).map { CallPoint($0) })
    }
    #expect(timeline.newest == 100)
  }

  @Test("A far call is approached in steps of at most the limit")
  func limits() throws {
    var timeline = try SimulationTimeline(.small(.module))
    var visited: [Int] = []
    #expect(timeline.approach(10, limit: 4) { visited.append($0.number) } == nil)
    #expect(timeline.progress(to: 10, from: 0) == 0.4)
    #expect(timeline.approach(10, limit: 4) { visited.append($0.number) } == nil)
    #expect(timeline.approach(10, limit: 4) { visited.append($0.number) }?.number == 10)
    #expect(visited == Array(1...10) && timeline.newest == 10)
  }

  @Test("Only the call asked for carries its tensors")
  func tensors() throws {
    var timeline = try SimulationTimeline(.small(.module))
    var carrying: [Int] = []
    let call = timeline.approach(5) { if $0.tensors != nil { carrying.append($0.number) } }
    #expect(call?.tensors != nil && carrying == [5])
  }

  @Test("A far call back and forth starts from a snapshot near its window, not from where one is")
  func forwardSeek() throws {
    var timeline = try SimulationTimeline(.small(.module))
    _ = timeline.approach(3000)
    var visits = 0
    for number in [5, 3000, 1, 2999] {
      visits = 0
      let call = timeline.approach(number) { _ in visits += 1 }
      #expect(call?.number == number)
      // A window of points, and the way to it from the snapshot before.
      #expect(visits <= SimulationTimeline.window + 128, "to \(number)")
    }
  }

  @Test("One step back is near where nothing else is")
  func steppingBack() throws {
    var timeline = try SimulationTimeline(.small(.module))
    _ = timeline.approach(1500)
    var visits = 0
    for number in (1400..<1500).reversed() {
      _ = timeline.approach(number) { _ in visits += 1 }
    }
    #expect(visits <= 100 * 32)
  }

  @Test("The points of a strip are the last of its window")
  func window() throws {
    var timeline = try SimulationTimeline(.small(.module))
    _ = timeline.approach(700)
    let points = timeline.points(endingAt: 700)
    #expect(points.map(\.number) == Array(61...700))
    #expect(timeline.points(endingAt: 10).map(\.number) == Array(1...10))
    #expect(timeline.points(endingAt: 0).isEmpty)
  }
}

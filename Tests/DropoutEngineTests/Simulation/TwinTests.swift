import Testing

@testable import DropoutEngine

/// The network without dropout that runs beside a simulation.
@Suite struct TwinTests {
  private func options(rate: Double? = nil) throws -> SimulationOptions {
    var options = SimulationOptions(preset: .digits)
    options.widths = [24, 12]
    options.batch = 48
    options.rate = try rate.map { try Rate($0) }
    return options
  }

  @Test func `the twin learns to the bit what a simulation at rate 0 with its seed learns`() throws
  {
    let timeline = try SimulationTimeline(options())
    var twin = try #require(timeline.twin)
    var plain = try Simulation(options(rate: 0))
    for number in 1...70 {
      let (beside, alone) = (twin.next(), plain.next())
      #expect(beside.loss == alone.loss && beside.heldOut == alone.heldOut, "call \(number)")
    }
    #expect(twin.network.norms.map(\.weights) == plain.norms.map(\.weights))
  }

  @Test func `it rests in evaluation as the session does, and heeds no other change`() throws {
    var timeline = try SimulationTimeline(options())
    timeline.change(.mode(.vanilla), from: 5)
    timeline.change(.phase(.eval), from: 10)
    timeline.change(.phase(.train), from: 20)
    var twin = try #require(timeline.twin)
    var plain = try Simulation(options(rate: 0))
    for number in 1...30 {
      if number == 10 { plain.apply(.phase(.eval)) }
      if number == 20 { plain.apply(.phase(.train)) }
      #expect(twin.next().loss == plain.next().loss, "call \(number)")
    }
  }

  @Test func `a replay is the session's calls once more, changes included`() throws {
    var timeline = try SimulationTimeline(options())
    timeline.change(.rate(site: "hidden1", try Rate(0.2)), from: 4)
    timeline.change(.mode(.vanilla), from: 7)
    var calls: [ForwardCall] = []
    _ = timeline.approach(12) { calls.append($0) }
    var replay = timeline.replay
    for call in calls.dropLast() { #expect(replay.next() == call) }
    #expect(replay.next(withTensors: true) == calls.last && replay.number == 12)
  }

  @Test func `what learns nothing has no twin`() throws {
    #expect(try SimulationTimeline(SimulationOptions(preset: .module)).twin == nil)
    #expect(try SimulationTimeline(SimulationOptions(preset: .article)).twin == nil)
  }

  @Test func `pre-activations become the values before the mask where they are above zero`() throws
  {
    let timeline = try SimulationTimeline(options())
    var replay = timeline.replay
    for _ in 0..<5 {
      let network = replay.network
      let call = replay.next(withTensors: true)
      for site in 0..<2 {
        let before = try #require(call.tensors).before[site]
        let sums = try #require(network.preactivations(site: site, of: call))
        #expect(sums.map { $0 < 0 ? 0 : $0 } == before)
      }
    }
  }

  @Test func `links are the largest weights of a unit, seen from both ends`() throws {
    let replay = try SimulationTimeline(options()).replay
    let network = replay.network
    let fed = try #require(network.fed(bySite: 0, count: 12))
    let feeding = try #require(network.feeding(site: 1, count: 24))
    #expect(fed.site == "hidden2" && feeding.site == "hidden1")
    #expect(fed.units.count == 24 && feeding.units.count == 12)
    let link = fed.units[5][0]
    #expect(feeding.units[link.unit].contains { $0.unit == 5 && $0.weight == link.weight })
    #expect(
      zip(fed.units[5], fed.units[5].dropFirst()).allSatisfy { abs($0.weight) >= abs($1.weight) })
    #expect(network.fed(bySite: 1, count: 3)?.site == nil)
    #expect(network.feeding(site: 7, count: 3) == nil && network.fed(bySite: 2, count: 3) == nil)
  }
}

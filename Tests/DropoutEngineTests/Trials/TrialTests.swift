import Testing

@testable import DropoutEngine

/// Trials beside the calls of a session.
@Suite struct TrialTests {
  private func held(
    _ preset: Preset = .digits, calls: Int = 3,
    _ change: (inout SimulationOptions) -> Void = { _ in }
  ) throws -> HeldNetwork {
    var timeline = try SimulationTimeline(.small(preset, dialect: .philox).with(change))
    _ = timeline.approach(calls)
    return try #require(timeline.held)
  }

  private func list(_ held: HeldNetwork, passes: Int = 2) throws -> [ScalingWay: WayPrice] {
    var list = try #require(PriceList(held, passes: passes))
    while list.work() {}
    return Dictionary(uniqueKeysWithValues: list.prices.map { ($0.way, $0) })
  }

  @Test func `a network is held as its call found it, and asking it changes no call`() throws {
    let options = SimulationOptions.small(.digits, dialect: .philox)
    var simulation = try Simulation(options)
    let calls = simulation.calls(5)
    var timeline = try SimulationTimeline(options)
    for (index, call) in calls.enumerated() {
      #expect(timeline.approach(index + 1) == call)
      let held = try #require(timeline.held)
      #expect(held.call == call)
      // Its weights give this call's activations: what it learned from the call is not in them.
      let tensors = try #require(call.tensors)
      let passes = RowPasses(held, tensors.input, rows: tensors.rows)
      #expect(passes.before == tensors.before[0])
      _ = try list(held)
    }
    #expect(timeline.approach(2) == calls[1] && timeline.held?.call.number == 2)
  }

  @Test func `a network that is too large is not held`() throws {
    var timeline = try SimulationTimeline(
      .small(.digits).with {
        $0.widths = [1100, 1000]
        $0.batch = 1
      })
    _ = timeline.approach(1)
    #expect(timeline.held == nil)
  }

  @Test(arguments: [0.2, 0.5, 0.75])
  func `a way is right where its evaluation is its training in the mean`(value: Double) throws {
    let rate = try Rate(value)
    for way in ScalingWay.allCases {
      let training = try #require(way.training(rate))
      let evaluation = way.evaluation(rate) ?? training * way.keep(rate)
      let ratio = try #require(way.ratio(rate))
      #expect(abs(ratio - evaluation / (training * way.keep(rate))) < 1e-12)
    }
    #expect(abs(try #require(ScalingWay.unscaled.ratio(rate)) - 1 / (1 - value)) < 1e-12)
    #expect(abs(try #require(ScalingWay.twice.ratio(rate)) - (1 - value)) < 1e-12)
    #expect(abs(try #require(ScalingWay.inverseRate.ratio(rate)) - value / (1 - value)) < 1e-12)
    #expect(ScalingWay.swapped.keep(rate) == value)
  }

  @Test func `where p is 0 or 1 what has no factor has no price, and nothing traps`() throws {
    for rate in [Rate.zero, try Rate(1)] {
      let prices = try list(held { $0.rate = rate })
      for way in ScalingWay.allCases where way.training(rate) == nil {
        #expect(prices[way] == nil || way == .inverted, "\(way) at \(rate.value)")
      }
      var trial = try #require(SiteTrial(held { $0.rate = rate }, site: "hidden1"))
      trial.work(masks: 3)
      #expect(trial.result.masked.sigma(of: trial.result.before) == nil)
    }
  }

  @Test func `both right ways have one price, whichever the session runs`() throws {
    let inverted = try list(held())
    #expect(inverted[.inverted]?.score == inverted[.vanilla]?.score)
    #expect(inverted.count == 7 && inverted[.forgotten]?.passes == 2)
    // One set of weights under the other mode: halved activations, and the next layer sees them so.
    let vanilla = try list(held { $0.mode = .vanilla })
    #expect(vanilla[.vanilla]?.score == vanilla[.inverted]?.score)
  }

  @Test func `evaluation is the mean of training over masks, at the site and at the next layer`()
    throws
  {
    var trial = try #require(SiteTrial(held(), site: "hidden1"))
    trial.work(masks: 400)
    let result = trial.result
    #expect(result.masked.count == 400)
    let sigma = try #require(result.masked.times(2).sigma(of: result.before))
    #expect(abs(sigma) < 4)
    let next = try #require(result.next)
    #expect(abs(try #require(next.masked.times(2).sigma(of: next.before))) < 4)
    // Unscaled evaluation lies many errors away.
    #expect(abs(try #require(result.masked.sigma(of: result.before))) > 5)
    #expect(SiteTrial(try held(), site: "nowhere") == nil)
    #expect(try #require(SiteTrial(held(), site: "hidden2")).result.next != nil)
  }

  @Test func `what the next layer receives is what it received in the call`() throws {
    let held = try held()
    var trial = try #require(SiteTrial(held, site: "hidden1"))
    trial.work(masks: 1)
    let products = try #require(trial.result.next?.products)
    let stages = products.stages(training: 2, evaluation: 1, isSwapped: false)
    // Behind the ReLU it is the call's activation before the second mask.
    let before = try #require(held.call.tensors).before[1]
    let received = zip(products.masked.indices, products.masked).map { index, value in
      value * 2 + products.bias[index % products.bias.count]
    }
    for (a, b) in zip(received, before) { #expect(abs(max(0, a) - b) < 1e-5) }
    #expect(stages.after.size == before.count && stages.before.size == before.count)
    let dropped = products.stages(training: 1, evaluation: nil, isSwapped: true)
    #expect(dropped.before == dropped.after)
  }

  @Test func `a call that draws nothing is shown under a mask that it would draw`() throws {
    var trial = try #require(SiteTrial(held { $0.phase = .eval }, site: "hidden1"))
    trial.work(masks: 1)
    let stages = try #require(trial.result.stages)
    #expect(stages.masked.zeros > stages.before.zeros)
    var other = try #require(SiteTrial(held(), site: "hidden1"))
    other.work(masks: 1)
    #expect(other.result.stages == nil)
  }

  @Test func `sub-networks are counted, and at p 0 there is one`() throws {
    var trial = try #require(EnsembleTrial(held(), TrialInput(), masks: 50))
    while trial.work(masks: 7) {}
    let ensemble = trial.ensemble
    #expect(ensemble.outputs.count == 50 && ensemble.width == 10 && ensemble.hasClasses)
    #expect(ensemble.decisions == 14 && (40...50).contains(ensemble.distinct))
    #expect(ensemble.votes.reduce(0, +) == 50)
    #expect(abs(ensemble.spreads.reduce(0) { $0 + $1.mean } - 1) < 1e-5)
    var certain = try #require(EnsembleTrial(held { $0.rate = .zero }, TrialInput(), masks: 9))
    while certain.work(masks: 9) {}
    #expect(certain.ensemble.distinct == 1 && certain.ensemble.decisions == 0)
    #expect(certain.ensemble.uncertainty?.epistemic ?? 1 < 1e-7)
    #expect(certain.ensemble.spreads[0].sd < 1e-7)
  }

  @Test func `the article's network and a lone layer have outputs without classes`() throws {
    for preset in [Preset.article, .module] {
      let held = try held(preset)
      var trial = try #require(EnsembleTrial(held, TrialInput(row: -3), masks: 400))
      while trial.work(masks: 100) {}
      let ensemble = trial.ensemble
      #expect(!ensemble.hasClasses && ensemble.uncertainty == nil && !ensemble.outputs.isEmpty)
      #expect(PriceList(held, passes: 1) == nil && EnsembleCurve(held, masks: 3) == nil)
      guard preset == .module else { continue }
      // A lone layer is linear: the mean over masks is one scaled pass.
      for (spread, value) in zip(ensemble.spreads, ensemble.evaluation) {
        #expect(abs(spread.mean - Double(value)) <= 5 * spread.sd / 20 + 1e-6)
      }
    }
  }

  @Test func `inputs go round, turn about their middle, and become noise`() throws {
    let held = try held()
    let first = held.sample(TrialInput(row: 0))
    #expect(first.row == 1437 && held.sample(TrialInput(row: 360)) == first)
    #expect(held.sample(TrialInput(row: -1)).row == 1796)
    let noise = held.sample(TrialInput(row: 0, isNoise: true))
    #expect(noise.truth == nil && noise.values != first.values)
    #expect(noise.values.allSatisfy { 0 <= $0 && $0 < 1 })
    let picture = (0..<9).map(Float.init)
    // A quarter to the left: the right column becomes the upper row.
    let quarter: [Float] = [2, 5, 8, 1, 4, 7, 0, 3, 6]
    for (a, b) in zip(picture.turned(degrees: 90), quarter) { #expect(abs(a - b) < 1e-5) }
    for (a, b) in zip(picture.turned(degrees: 360), picture) { #expect(abs(a - b) < 1e-5) }
    #expect([Float](repeating: 1, count: 8).turned(degrees: 30).allSatisfy { $0 == 1 })
  }
}

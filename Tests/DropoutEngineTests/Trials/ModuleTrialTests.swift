import Testing

@testable import DropoutEngine

/// Trials on networks that are made of modules.
@Suite struct ModuleTrialTests {
  private func held(
    _ preset: Preset, calls: Int = 2, batch: Int = 16, network: String? = nil
  ) throws -> HeldNetwork {
    var options = SimulationOptions(preset: preset)
    options.seed = 5
    options.dialect = .philox
    options.batch = batch
    options.network = network
    var timeline = try SimulationTimeline(options)
    _ = timeline.approach(calls)
    return try #require(timeline.held)
  }

  private func prices(_ held: HeldNetwork) throws -> [ScalingWay: WayPrice] {
    var list = try #require(PriceList(held, passes: 2))
    while list.work() {}
    return Dictionary(uniqueKeysWithValues: list.prices.map { ($0.way, $0) })
  }

  /// Decisions of one sample: channels and features, branches, elements, weights of heads and branches.
  @Test(arguments: [
    (Preset.convnet, 8 + 256), (.residual, 4), (.selu, 4 * 64), (.attention, 2 * 2 * 64 + 4),
  ])
  func `a sample goes through masks of the shape that its sites have`(
    preset: Preset, decisions: Int
  ) throws {
    let held = try held(preset)
    var trial = try #require(EnsembleTrial(held, TrialInput(row: 3), masks: 40))
    while trial.work(masks: 7) {}
    let ensemble = trial.ensemble
    #expect(ensemble.decisions == decisions && ensemble.hasClasses && ensemble.width == 10)
    #expect(ensemble.distinct > 1)
    #expect(abs(ensemble.spreads.reduce(0) { $0 + $1.mean } - 1) < 1e-5)
    #expect(abs(ensemble.evaluation.reduce(0, +) - 1) < 1e-5)
    // A turned input is another one.
    let turned = held.sample(TrialInput(row: 3, turns: 6))
    #expect(turned.values != held.sample(TrialInput(row: 3)).values)
  }

  @Test(arguments: [Preset.convnet, .residual, .selu, .attention])
  func `evaluation on the rows held out is what the network itself says of them`(
    preset: Preset
  ) throws {
    // An epoch is one call, at whose end the network looks at them.
    var options = SimulationOptions(preset: preset)
    options.seed = 5
    options.batch = Optdigits.trainingCount
    options.dialect = .philox
    var timeline = try SimulationTimeline(options)
    let approached = timeline.approach(1)
    let first = try #require(approached)
    _ = timeline.approach(2)
    let prices = try prices(try #require(timeline.held))
    #expect(prices[.inverted]?.score.accuracy == first.heldOut && first.heldOut != nil)
    #expect(prices[.inverted]?.score == prices[.vanilla]?.score)
    #expect(prices[.forgotten]?.passes == 2)
  }

  @Test func `alpha dropout has no factor that could be forgotten, and its masks can be`() throws {
    let prices = try prices(held(.selu))
    #expect(prices[.unscaled]?.score == prices[.inverted]?.score)
    #expect(prices[.twice]?.score == prices[.inverted]?.score)
    #expect(prices[.forgotten]?.score != prices[.inverted]?.score)
    var trial = try #require(SiteTrial(held(.selu), site: "hidden2"))
    trial.work(masks: 300)
    #expect(trial.result.fixedMode != nil)
    #expect(abs(try #require(trial.result.masked.sigma(of: trial.result.before))) < 4.5)
  }

  @Test func `a dense layer that follows a site receives the same in the mean`() throws {
    let held = try held(.convnet)
    var trial = try #require(SiteTrial(held, site: "dense.drop"))
    trial.work(masks: 300)
    let next = try #require(trial.result.next)
    #expect(abs(try #require(next.masked.times(2).sigma(of: next.before))) < 4)
    let products = try #require(next.products)
    #expect(products.stages(training: 2, evaluation: 1, isSwapped: false).after.size == 16 * 10)
    // Behind the channels stands a convolution.
    var other = try #require(SiteTrial(held, site: "conv1.drop"))
    other.work(masks: 50)
    #expect(other.result.next == nil && other.result.masked.count == 50)
  }

  @Test func `a batch norm is in evaluation, whatever the masks do`() throws {
    let held = try held(
      .digits, network: "Linear(64,12) BatchNorm1d(12) ReLU Dropout(0.5) Linear(12,10)")
    // One row has no statistics of its own: as a batch it would become all zeros.
    var trial = try #require(EnsembleTrial(held, TrialInput(row: 1), masks: 30))
    while trial.work(masks: 30) {}
    #expect(trial.ensemble.distinct > 1 && trial.ensemble.decisions == 12)
    var step = ScaledStep(held)
    var one = RowPasses(held, held.sample(TrialInput(row: 1)).values, rows: 1)
    one.run(&step)
    let two = held.sample(TrialInput(row: 1)).values + held.sample(TrialInput(row: 2)).values
    var both = RowPasses(held, two, rows: 2)
    both.run(&step)
    for (a, b) in zip(one.output, both.output) { #expect(abs(a - b) < 1e-6) }
  }

  @Test func `what is held is what the call ran on, and is not changed by what was learned`() throws
  {
    var options = SimulationOptions(preset: .residual)
    options.seed = 5
    options.batch = 16
    options.phase = .eval
    var timeline = try SimulationTimeline(options)
    let approached = timeline.approach(1)
    let call = try #require(approached)
    let held = try #require(timeline.held)
    let tensors = try #require(call.tensors)
    var passes = RowPasses(held, tensors.input, rows: tensors.rows)
    var step = ScaledStep(held)
    passes.run(&step)
    #expect(passes.output == tensors.output)
  }
}

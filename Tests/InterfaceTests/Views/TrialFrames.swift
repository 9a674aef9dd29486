import DropoutEngine
import Testing

@testable import Interface

/// A paused simulation on screen, with what a view asked of it answered.
struct TrialFrames {
  private var timeline: SimulationTimeline
  private let arrival: Arrival

  init(_ preset: Preset = .digits, call number: Int = 50, phase: Phase = .train) throws {
    var options = SimulationOptions(preset: preset)
    options.dialect = .philox
    options.phase = phase
    timeline = try SimulationTimeline(options)
    let reached = timeline.approach(number)
    let call = try #require(reached)
    var arrival = Arrival(
      header: timeline.header, call: call, points: timeline.points(endingAt: number),
      annotations: timeline.annotations, newest: number)
    arrival.trace = timeline.trace
    arrival.offers = .moreMasks
    self.arrival = arrival
  }

  func state(
    _ view: Int, _ width: Int, _ height: Int, depth: ColorDepth = .none, ascii: Bool = false,
    keys: [Key] = []
  ) throws -> ScreenState {
    var state = ScreenState(
      size: Size(width: width, height: height), look: .init(depth: depth, ascii: ascii),
      themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    state.view = view
    _ = update(&state, .arrived(arrival), at: 0)
    for key in keys { _ = update(&state, .key(key), at: 0) }
    if let answer = try answer(state.inquired.question) {
      _ = update(&state, .answered(answer), at: 0)
    }
    return state
  }

  func answer(_ question: (any Question)?) throws -> Answered? {
    let held = try #require(timeline.held)
    switch question {
    case let question as ComparisonQuestion:
      guard var trial = SiteTrial(held, site: question.site) else { return nil }
      trial.work(masks: 20)
      var comparison = Comparison(number: held.call.number, trial: trial.result)
      if var list = PriceList(held, passes: 2) {
        while list.work() {}
        (comparison.prices, comparison.rows) = (list.prices, list.rowCount)
        comparison.pricedAt = held.call.number
      }
      return Answered(question, comparison)
    case let question as EnsembleQuestion:
      return try ensemble(question, held)
    default: return nil
    }
  }

  private func ensemble(_ question: EnsembleQuestion, _ held: HeldNetwork) throws -> Answered {
    var trial = try #require(EnsembleTrial(held, question.input, masks: question.masks))
    while trial.work(masks: 100) {}
    var ensemble = trial.ensemble
    ensemble.curveEnd = 10
    if var curve = EnsembleCurve(held, masks: 10) {
      while curve.work() {}
      (ensemble.curve, ensemble.scaled) = (curve.points, curve.scaled)
    }
    if question.hasTurns {
      for turns in 0..<TrialInput.fullTurn {
        var input = question.input
        input.turns = turns
        var trial = try #require(EnsembleTrial(held, input, masks: 10))
        while trial.work(masks: 10) {}
        let turned = Ensemble.Turned(trial.ensemble)
        ensemble.turned.append(try #require(turned))
      }
    }
    return Answered(question, ensemble)
  }
}

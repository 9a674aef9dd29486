import DropoutEngine

@testable import Interface

/// A small session with changes in it, and what was answered of it.
struct SamplePast {
  var newest = 130
  var shown = 130
  /// What a log has: no tensors, no twin, no weights.
  var isLogged = false

  private static let sessions = Sessions()

  /// Runs of sessions that several tests look at.
  private final class Sessions: Sendable {
    let timeline: SimulationTimeline

    init() {
      var options = SimulationOptions(preset: .digits)
      options.widths = [40, 16]
      options.batch = 16
      // A preset that fits its own options.
      guard var timeline = try? SimulationTimeline(options) else { fatalError("no simulation") }
      timeline.change(.phase(.eval), from: 40)
      timeline.change(.phase(.train), from: 50)
      timeline.change(.mode(.vanilla), from: 80)
      timeline.change(.mode(.inverted), from: 100)
      self.timeline = timeline
    }
  }

  func state(
    _ width: Int, _ height: Int, view: Int, depth: ColorDepth = .none, ascii: Bool = false
  ) -> ScreenState {
    var timeline = Self.sessions.timeline
    _ = timeline.approach(newest)
    var call = timeline.approach(shown)
    if isLogged { call?.tensors = nil }
    var state = ScreenState(
      size: Size(width: width, height: height), look: Look(depth: depth, ascii: ascii),
      themes: [Theme.builtIn[0]])
    state.playback.isPlaying = false
    state.view = view
    guard let call else { return state }
    var arrival = Arrival(
      header: timeline.header, call: call, points: timeline.points(endingAt: shown),
      annotations: timeline.annotations, newest: newest, kind: isLogged ? .recorded : .simulated,
      overview: timeline.overview)
    arrival.trace = timeline.trace
    _ = update(&state, .arrived(arrival), at: 0)
    answer(&state)
    return state
  }

  /// Answers what the view on screen asks.
  func answer(_ state: inout ScreenState) {
    let timeline = Self.sessions.timeline
    switch state.inquired.question {
    case let question as UnitsQuestion:
      _ = update(&state, .answered(Answered(question, units(question, timeline))), at: 0)
    case let question as TimeQuestion:
      _ = update(&state, .answered(Answered(question, time(question, timeline))), at: 0)
    default: break
    }
  }

  private func units(_ question: UnitsQuestion, _ timeline: SimulationTimeline) -> UnitsAnswer {
    var replay = timeline.replay
    var history = UnitHistory(site: question.site)
    for _ in 0..<newest {
      history.take(replay.next(withTensors: !isLogged), kind: "dropout")
    }
    var answer = UnitsAnswer(history)
    if !isLogged {
      answer.feeding = replay.network.feeding(site: 0, count: 8)
      answer.fed = replay.network.fed(bySite: 0, count: 8)
    }
    return answer
  }

  private func time(_ question: TimeQuestion, _ timeline: SimulationTimeline) -> TimeHistory {
    var replay = timeline.replay
    var twin = isLogged ? nil : timeline.twin
    var history = TimeHistory(site: question.site, hasTwin: twin != nil)
    for _ in 0..<newest {
      let call = replay.next()
      let beside = twin?.next()
      history.take(
        call, twin: beside.map { ($0.loss, $0.heldOut) },
        norms: isLogged ? [] : replay.network.norms)
    }
    return history
  }
}

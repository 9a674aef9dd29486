import DropoutEngine
import Interface

/// A screen on a made-up session: two dropout layers, a batch of four samples.
struct StateFixture {
  var state: ScreenState
  var now = 100.0

  static let widths = [32, 16]

  /// A playing screen that shows call `number` and waits for nothing.
  init(call number: Int = 10, playing: Bool = true, last: Int? = nil, marks: [Int] = []) {
    state = ScreenState(
      size: Size(width: 120, height: 40),
      look: Look(depth: .palette256, ascii: false),
      themes: ["dark", "light", "grey"].map { name in
        Theme(
          name: name, colors: Array(repeating: Color(red: 0, green: 0, blue: 0), count: 16))
      })
    state.playback.isPlaying = playing
    _ = send(.arrived(arrival(number, last: last, marks: marks)))
  }

  mutating func send(_ event: Event) -> [Request] { update(&state, event, at: now) }

  /// Presses keys that are characters, and collects the effects.
  mutating func press(_ text: String) -> [Request] {
    text.flatMap { send(.key(.character($0))) }
  }

  mutating func press(_ key: Key) -> [Request] { send(.key(key)) }

  /// The clock reaches the state's own deadline.
  mutating func tickWhenDue() -> [Request] {
    now = max(now, nextDeadline(state) ?? now)
    return send(.tick)
  }

  func arrival(
    _ number: Int, mode: Mode = .inverted, phase: Phase = .train, rates: [Double] = [0.5, 0.5],
    last: Int? = nil, marks: [Int] = []
  ) -> Arrival {
    let layers = zip(StateFixture.widths, rates).enumerated().map { index, size in
      layer("hidden\(index + 1)", units: size.0, rate: size.1)
    }
    return Arrival(
      header: SessionHeader(
        source: "simulation", preset: nil, seed: 1, dialect: nil, widths: [64, 32, 16, 10],
        sites: []),
      call: ForwardCall(number: number, phase: phase, mode: mode, sites: layers),
      points: [],
      annotations: marks.map { Annotation(number: $0, kind: .mark(text: "")) },
      newest: number, last: last)
  }

  private func layer(_ name: String, units: Int, rate: Double) -> SiteCall {
    let stage = StageStatistics(
      mean: 0, sd: 0, min: 0, max: 0, zeros: 0, nan: 0, inf: 0, below: 0, above: 0, bins: [])
    return SiteCall(
      name: name, shape: [4, units], rate: (try? Rate(rate)) ?? .half, scale: 1, mask: nil,
      kept: 4 * units,
      stages: Stages(
        range: HistogramRange(low: 0, high: 1), before: stage, masked: stage, after: stage))
  }
}

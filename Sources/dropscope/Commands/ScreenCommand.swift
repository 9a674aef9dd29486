import ArgumentParser
import DropoutEngine
import Interface
import Sessions
import Terminal

/// Opens the screen on a simulation.
struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Opens the screen on a simulation (the default).",
    discussion: """
      EXAMPLES
        dropscope digits --rate 0.5 --seed 7
        dropscope digits --log d.jsonl --speed 4
        dropscope article --weights net.safetensors --input x.npy --paused
        dropscope --scenario frozen-generator
        dropscope --tour
      """)

  @OptionGroup var simulation: SimulationArguments
  @OptionGroup var recording: RecordingArguments
  @OptionGroup var look: ScreenArguments

  @Flag(help: "Three minutes through the screen: seven captions, each ends with a key to press.")
  var tour = false

  func run() throws {
    let options = try simulation.options()
    if let scenario = options.scenario, scenario.ranks > 1 { return try show(scenario, options) }
    let timeline: SimulationTimeline
    do { timeline = try SimulationTimeline(options) } catch { throw Failure(error) }
    try recording.refuseExisting()
    var (screen, state) = try look.open()
    defer { screen.close() }
    let recorder = try recording.recorder(
      header: timeline.header, options: options, settings: timeline.settings(at: 0))
    if let recorder { state.recording = .on(name: recorder.path) }
    begin(&state, options)
    try ScreenLoop.run(
      screen, state,
      SessionDriver(
        SimulatedTimeline(timeline), recorder: recorder, logPath: recording.log, in: .program))
  }

  /// The tour where it was asked for, a scenario in the view that shows it best, or the offer that is
  /// made once.
  private func begin(_ state: inout ScreenState, _ options: SimulationOptions) {
    if tour { return state.beginTour() }
    if let scenario = options.scenario {
      if look.view.view == nil { state.view = scenario.view }
    } else if FirstStart().isNew() {
      state.offerTour(at: Monotonic.now())
    }
  }

  /// A scenario of several ranks is played as their recordings.
  private func show(_ scenario: Scenario, _ options: SimulationOptions) throws {
    if recording.log != nil {
      throw Failure.usage(
        "\(scenario.rawValue) is of \(scenario.ranks) ranks: `dropscope run --scenario"
          + " \(scenario.rawValue) --calls N --log FILE` writes a log for each")
    }
    let timeline = try RankedScenario.timeline(options, ranks: scenario.ranks)
    var (screen, state) = try look.open()
    defer { screen.close() }
    if look.view.view == nil { state.view = scenario.view }
    try ScreenLoop.run(screen, state, SessionDriver(timeline, in: .program))
  }
}

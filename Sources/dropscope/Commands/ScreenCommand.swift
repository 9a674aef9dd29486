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
      """)

  @OptionGroup var simulation: SimulationArguments
  @OptionGroup var recording: RecordingArguments
  @OptionGroup var look: ScreenArguments

  func run() throws {
    let options = try simulation.options()
    let timeline: SimulationTimeline
    do { timeline = try SimulationTimeline(options) } catch { throw Failure(error) }
    try recording.refuseExisting()
    var (screen, state) = try look.open()
    defer { screen.close() }
    let recorder = try recording.recorder(
      header: timeline.header, options: options, settings: timeline.settings(at: 0))
    if let recorder { state.recording = .on(name: recorder.path) }
    try ScreenLoop.run(
      screen, state,
      SessionDriver(
        SimulatedTimeline(timeline), recorder: recorder, logPath: recording.log, in: .program))
  }
}

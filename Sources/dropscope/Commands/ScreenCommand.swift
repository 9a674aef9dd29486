import ArgumentParser
import DropoutEngine
import Interface
import SessionLog
import Terminal

/// Opens the screen on a simulation.
struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Opens the screen on a simulation (the default).",
    discussion: """
      EXAMPLES
        dropscope digits --rate 0.5 --seed 7
        dropscope article --weights net.safetensors --input x.npy --paused
      """)

  @OptionGroup var simulation: SimulationArguments
  @OptionGroup var recording: RecordingArguments
  @OptionGroup var appearance: AppearanceArguments

  @Option(
    help: ArgumentHelp(
      "Speed at the start: 0.25, 0.5, 1, 2, 4, … 64 times 4 calls a second, or max.",
      valueName: "x"))
  var speed: String?

  @Flag(help: "Begin paused at call 1.")
  var paused = false

  func run() throws {
    let options = try simulation.options()
    let timeline: SimulationTimeline
    do { timeline = try SimulationTimeline(options) } catch { throw Failure(error) }
    let themes = try ThemeLibrary(chosen: appearance.theme)
    let rung = try speed.map(Self.rung)
    try recording.refuseExisting()
    let screen = try openScreen()
    defer { screen.close() }
    let recorder = try recording.recorder(header: timeline.header, options: options)
    var state = ScreenState(
      size: screen.size, look: screen.look, themes: themes.themes, theme: themes.chosen)
    if let problem = themes.problems.first {
      _ = update(&state, .notice(problem), at: Monotonic.now())
    }
    state.playback.isPlaying = !paused
    if let rung { state.playback.rung = rung }
    if let recorder { state.recording = .on(name: recorder.path) }
    let logPath = recording.log
    let worker = TimelineWorker(
      waker: screen.waker,
      session: SimulationSession(
        timeline: timeline, recorder: recorder, logPath: logPath))
    var loop = ScreenLoop(screen: screen, worker: worker, state: state)
    let code = loop.run()
    let leftOver = worker.end(reason: code == 0 ? "quit" : "terminated")
    screen.close()
    for case .recording(.failed(let name, let reason)) in leftOver {
      printError("dropscope: recording to \(name) stopped: \(reason)")
    }
    if code != 0 { throw ExitCode(code) }
  }

  private func openScreen() throws -> TerminalScreen {
    do {
      return try TerminalScreen.open(
        depthOverride: appearance.color, ascii: appearance.ascii ? true : nil)
    } catch {
      throw Failure(error.description)
    }
  }

  private static func rung(_ text: String) throws -> Int {
    let rung = Playback.ladder.firstIndex { step in
      step.map { Double(text) == $0 } ?? (text == "max")
    }
    guard let rung else {
      throw Failure(
        "--speed is 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64 or max, but got '\(printable(text))'")
    }
    return rung
  }
}

import ArgumentParser
import DropoutEngine
import FoundationEssentials
import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Prints one frame of the screen.
struct FrameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frame",
    abstract: "Prints one frame of the screen; no terminal needed.",
    discussion: """
      EXAMPLES
        dropscope frame --call 228
        dropscope frame article --call 3 --size 80x24 --color 256 --theme okabe-dark
      """)

  @OptionGroup var simulation: SimulationArguments

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The forward call to show.", valueName: "n"))
  var call: String = "1"

  @Option(help: ArgumentHelp("Columns x rows of the frame.", valueName: "WxH"))
  var size: String = "120x40"

  @OptionGroup var appearance: AppearanceArguments

  func run() throws {
    guard let number = Int(call), number > 0 else {
      throw Failure("--call is a whole number above 0, but got '\(printable(call))'")
    }
    let size = try frameSize()
    let themes = try ThemeLibrary(chosen: appearance.theme)
    let options = try simulation.options()
    var timeline: SimulationTimeline
    do { timeline = try SimulationTimeline(options) } catch { throw Failure(error) }
    guard let call = timeline.approach(number) else { return }
    let look = ScreenState.Look(depth: appearance.color ?? StandardOutput.depth, ascii: isASCII)
    var state = ScreenState(
      size: size, look: look, themes: themes.themes, theme: themes.chosen)
    state.playback.isPlaying = false
    let arrival = Arrival(
      header: timeline.header, call: call, points: timeline.points(endingAt: number),
      annotations: timeline.annotations, newest: number)
    _ = update(&state, .arrived(arrival), at: 0)
    var canvas = Canvas(size: size)
    draw(state, into: &canvas)
    try printOutput(ansi(canvas, look.depth) + "\n")
  }

  private func frameSize() throws -> Size {
    let parts = size.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      1...1000 ~= width, 1...1000 ~= height
    else {
      throw Failure(
        "--size is columns x rows from 1x1 to 1000x1000, as 120x40, but got '\(printable(size))'")
    }
    return Size(width: width, height: height)
  }

  /// The locale counts where a terminal shows the frame; a file is always UTF-8.
  private var isASCII: Bool {
    if appearance.ascii { return true }
    setlocale(LC_ALL, "")
    let codeset = String(cString: nl_langinfo(nl_item(CODESET)))
    return isatty(STDOUT_FILENO) == 1 && codeset != "UTF-8"
  }
}

import ArgumentParser
import DropoutEngine
import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// How large a printed frame is.
struct FrameSize: ParsableArguments {
  @Option(help: ArgumentHelp("Columns x rows of a printed frame.", valueName: "WxH"))
  var size: String = "120x40"

  func value() throws -> Size {
    let parts = size.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      1...1000 ~= width, 1...1000 ~= height
    else {
      throw Failure(
        "--size is columns x rows from 1x1 to 1000x1000, as 120x40, but got '\(printable(size))'")
    }
    return Size(width: width, height: height)
  }
}

/// Prints frames of the screen to standard output.
struct FramePrinter {
  private let state: ScreenState

  init(size: FrameSize, view: ViewArguments, appearance: AppearanceArguments) throws {
    let size = try size.value()
    let themes = try ThemeLibrary(chosen: appearance.theme)
    let look = Look(
      depth: appearance.color ?? StandardOutput.depth, ascii: appearance.ascii || !Self.showsUnicode
    )
    var state = ScreenState(size: size, look: look, themes: themes.themes, theme: themes.chosen)
    state.playback.isPlaying = false
    if let view = try view.value() { state.view = view }
    self.state = state
  }

  /// Prints the screen that shows a call.
  func print(_ arrival: Arrival) throws {
    var state = state
    _ = update(&state, .arrived(arrival), at: 0)
    var canvas = Canvas(size: state.size)
    draw(state, into: &canvas)
    try printOutput(ansi(canvas, state.look.depth) + "\n")
  }

  /// The locale counts where a terminal shows the frame; a file is always UTF-8.
  private static var showsUnicode: Bool {
    setlocale(LC_ALL, "")
    let codeset = String(cString: nl_langinfo(nl_item(CODESET)))
    return isatty(STDOUT_FILENO) != 1 || codeset == "UTF-8"
  }
}

import DropoutEngine
import Interface
import Sessions
import Terminal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Prints frames of the screen to standard output.
struct FramePrinter {
  private let state: ScreenState
  private let isPicture: Bool

  /// What the view needs beyond the call.
  var needs: Needs { Views.needs(state.view) }

  /// - Parameters:
  ///   - view: the view's number; nil for the first.
  ///   - theme: a theme's name or file; nil for the default.
  ///   - depth: nil for what standard output, or the format, shows.
  ///   - format: nil for what standard output shows.
  ///   - isForFile: whether frames go elsewhere, so that standard output does not count.
  init(
    size: Size, view: Int?, theme: String?, depth: ColorDepth?, ascii: Bool,
    format: FrameFormat? = nil, isForFile: Bool = false
  ) throws {
    let themes = try ThemeLibrary(chosen: theme)
    isPicture = format == .svg
    let look = Look(
      depth: depth ?? Self.depth(of: format),
      ascii: ascii || !(isPicture || isForFile || Self.showsUnicode))
    var state = ScreenState(size: size, look: look, themes: themes.themes, theme: themes.chosen)
    state.playback.isPlaying = false
    if let view { state.view = view }
    self.state = state
  }

  /// The screen that shows a call, and its cells.
  typealias Frame = (state: ScreenState, canvas: Canvas)

  /// Prints the screen that shows a call of a session, with all that its view asks of that.
  func print(
    _ arrival: Arrival, of timeline: inout some Timeline, _ conclusion: Conclusion? = nil
  ) throws {
    try print(try drawn(arrival, of: &timeline, conclusion))
  }

  func print(_ frame: Frame) throws {
    let (depth, theme) = (frame.state.look.depth, frame.state.themes[frame.state.theme])
    let text =
      isPicture
      ? svg(frame.canvas, depth, theme, title: pictureTitle(frame.state))
      : ansi(frame.canvas, depth)
    try printOutput(text + "\n")
  }

  func drawn(
    _ arrival: Arrival, of timeline: inout some Timeline, _ conclusion: Conclusion?
  ) throws -> Frame {
    if let refusal = Views.refusal(of: state.view, offers: arrival.offers) {
      throw Failure(refusal)
    }
    var state = state
    _ = update(&state, .arrived(arrival), at: 0)
    _ = update(&state, .examined(conclusion), at: 0)
    if let question = state.inquired.question,
      let answer = timeline.answer(to: question, at: arrival.call)
    {
      _ = update(&state, .answered(answer), at: 0)
    }
    var canvas = Canvas(size: state.size)
    draw(state, into: &canvas)
    return (state, canvas)
  }

  /// What is shown where no option says it: a picture has all colours, unless nobody wants any.
  private static func depth(of format: FrameFormat?) -> ColorDepth {
    switch format {
    case nil: StandardOutput.depth
    case .text: .none
    case .ansi: StandardOutput.colored(.palette256)
    case .svg: StandardOutput.colored(.direct, isTerminal: false)
    }
  }

  /// The locale counts where a terminal shows the frame; a file is always UTF-8.
  private static var showsUnicode: Bool {
    TerminalLocale.adopt()
    return isatty(STDOUT_FILENO) != 1 || TerminalLocale.isUTF8
  }
}

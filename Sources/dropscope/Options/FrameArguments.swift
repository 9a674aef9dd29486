import ArgumentParser
import Interface

/// How a frame that is printed looks.
struct FrameArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Columns x rows of a printed frame. (default: 120x40)", valueName: "WxH"),
    transform: { try FrameSize($0) })
  var size = FrameSize.standard

  /// What prints such frames.
  func printer(
    _ appearance: AppearanceArguments, view: ViewArguments, format: FrameFormat? = nil
  ) throws -> FramePrinter {
    try FramePrinter(
      size: size.cells, view: view.view?.digit, theme: appearance.theme, depth: appearance.color,
      ascii: appearance.ascii, format: format)
  }

  /// What draws frames for a file, in the colours of a palette unless others are asked for.
  func recorder(_ appearance: AppearanceArguments, view: ViewArguments) throws -> FramePrinter {
    try FramePrinter(
      size: size.cells, view: view.view?.digit, theme: appearance.theme,
      depth: appearance.color ?? StandardOutput.colored(.palette256, isTerminal: false),
      ascii: appearance.ascii, isForFile: true)
  }
}

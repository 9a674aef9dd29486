import ArgumentParser
import Interface

/// How the screen looks.
struct AppearanceArguments: ParsableArguments {
  @Option(help: ArgumentHelp("A theme by name, or a base16 YAML file.", valueName: "name|file"))
  var theme: String?

  @Option(help: "Colours: none, 8, 16, 256 or direct. (default: what the terminal has)")
  var color: ColorDepth?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false
}

/// How a frame that is printed looks.
struct FrameArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Columns x rows of a printed frame. (default: 120x40)", valueName: "WxH"),
    transform: { try FrameSize($0) })
  var size = FrameSize.standard

  /// What prints such frames.
  func printer(_ appearance: AppearanceArguments) throws -> FramePrinter {
    try FramePrinter(
      size: size.cells, theme: appearance.theme, depth: appearance.color, ascii: appearance.ascii)
  }
}

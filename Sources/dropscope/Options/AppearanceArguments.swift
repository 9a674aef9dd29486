import ArgumentParser
import Interface

/// How the screen looks.
struct AppearanceArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A theme by name, or a base16 YAML file; auto asks the terminal for its ground.",
      valueName: "name|file"))
  var theme: String?

  @Option(help: "Colours: none, 8, 16, 256 or direct. (default: what the terminal has)")
  var color: ColorDepth?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false
}

import ArgumentParser
import Interface

/// Lists the themes, or shows the colours of one.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "Lists the themes, or shows one.",
    discussion: """
      Themes are base16 schemes in YAML. Your own are read from \
      $XDG_CONFIG_HOME/dropscope/themes, or ~/.config/dropscope/themes.

      EXAMPLES
        dropscope themes
        dropscope themes okabe-dark
      """)

  @Argument(help: ArgumentHelp("A theme by name, or a base16 YAML file.", valueName: "name|file"))
  var theme: String?

  @Option(help: "Colours: none, 8, 16, 256 or direct. (default: what the terminal has)")
  var color: ColorDepth?

  func run() throws {
    guard let theme else {
      return try printOutput(ThemeLibrary().names.map { $0 + "\n" }.joined())
    }
    let library = try ThemeLibrary(chosen: theme)
    let chosen = library.themes[library.chosen]
    let depth = color ?? StandardOutput.depth
    try printOutput(ansi(chosen.swatches, depth) + "\n")
  }
}

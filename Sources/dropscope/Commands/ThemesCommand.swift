import ArgumentParser
import Interface

/// Lists the themes.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes",
    abstract: "Lists the themes.",
    discussion: """
      Themes are base16 schemes in YAML. Your own are read from
      $XDG_CONFIG_HOME/dropscope/themes, or ~/.config/dropscope/themes.

      EXAMPLE
        dropscope themes
      """)

  func run() throws {
    try printOutput(ThemeLibrary().names.map { $0 + "\n" }.joined())
  }
}

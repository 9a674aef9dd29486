import ArgumentParser
import Interface

/// Which view the screen begins with, or a frame shows.
struct ViewArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The view: \(Views.names.joined(separator: " or ")). (default: \(Views.names[0]))",
      valueName: "name"),
    transform: { try ViewName($0) })
  var view: ViewName?
}

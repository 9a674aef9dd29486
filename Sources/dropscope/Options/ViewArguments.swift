import ArgumentParser
import Interface

/// Which view the screen begins with, or a frame shows.
struct ViewArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The view to show: \(Views.names.joined(separator: ", ")). (default: \(Views.names[0]))",
      valueName: "name"))
  var view: String?

  /// The number of that view; nil where none was named.
  func value() throws -> Int? {
    guard let view else { return nil }
    do { return try Views.named(view) } catch { throw Failure(error.description) }
  }
}

import ArgumentParser

/// Prints the calls of a log as text a person reads.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Prints the calls of a log: masks as grids, histograms as bars.",
    discussion: """
      The log is read as it stands, so that calls that were taken back are printed, too; --call prints \
      the one that counts.

      EXAMPLES
        dropscope show d.jsonl | less
        dropscope show d.jsonl --call 12 --layer hidden1
        dropscope show d.jsonl --brief
      """)

  @Argument(help: "Session logs.")
  var files: [String]

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Only this call.", valueName: "n"),
    transform: { try Count($0) })
  var call: Count?

  @Option(
    name: [.long, .customLong("site")],
    help: ArgumentHelp("Only the layer of this name.", valueName: "name"))
  var layer: String?

  @Flag(help: "A line for each layer of a call.")
  var brief = false

  @OptionGroup var output: OutputArguments

  func run() throws {
    let style = output.style
    try forEachFile(files) { path in
      var printer = ShowPrinter(style: style, call: call?.value, layer: layer, brief: brief)
      try printer.print(path)
    }
  }
}

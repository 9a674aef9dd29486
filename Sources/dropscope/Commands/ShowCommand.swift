import ArgumentParser
import DropoutEngine
import Reports
import SessionLog

/// Prints the calls of a log as text a person reads.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Prints the calls of a log: masks as grids, histograms as bars.",
    discussion: """
      The log is read as it stands, so that calls that were taken back are printed, too; --call prints \
      the one that counts. --markdown prints instead what check finds and a table of the sites, for a \
      pull request; logs of one run are its ranks.

      EXAMPLES
        dropscope show d.jsonl | less
        dropscope show d.jsonl --call 12 --layer hidden1
        dropscope show d.jsonl --brief
        dropscope show d.jsonl --markdown > comment.md
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

  @Flag(help: "Print findings and sites in GitHub's Markdown.")
  var markdown = false

  @OptionGroup var output: OutputArguments

  func validate() throws {
    if markdown, call != nil || layer != nil || brief {
      throw ValidationError(
        "--markdown is about the whole session; leave out --call, --site and --brief")
    }
  }

  func run() throws {
    if markdown { return try printMarkdown() }
    let style = output.style
    try forEachFile(files) { path in
      var printer = ShowPrinter(style: style, call: call?.value, layer: layer, brief: brief)
      try printer.print(path)
    }
  }

  private func printMarkdown() throws {
    do {
      let spools = try LogOpening.spools(files)
      let reports = try LogExamination.runs(files, reading: spools).map { run in
        try SessionReport(run, reading: spools, expectsEqualRanks: false, accepted: [])
      }
      try printOutput(SessionReport.markdown(reports, version: Version.number))
    } catch let error as LogError {
      throw Failure(error)
    }
  }
}

import ArgumentParser
import DropoutEngine
import Reports
import SessionLog
import TensorFiles

/// Writes what the doctor and the record say of a session as one page.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes one self-contained page about a session: findings, sites, pictures.",
    discussion: """
      The page says what check says, with a picture of the evidence beside each finding, and has every \
      site with its mask, its histograms, and what it kept over the calls. It needs no network and no \
      script, and follows the reader's light or dark. Several logs of one run are its ranks. The exit \
      status is 0 whatever was found.

      EXAMPLES
        dropscope report d.jsonl -o report.html
        dropscope report run.rank*.jsonl -o report.html --force
        zcat d.jsonl.gz | dropscope report - -o report.html
      """)

  @Argument(help: "Session logs; - reads one from standard input.")
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The page; - for standard output.", valueName: "file"))
  var output: String

  @Flag(help: "Overwrite the page if it exists.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "A finding that is meant, at one site or everywhere; may be repeated.",
      valueName: "d05:site"),
    transform: { try AcceptedFinding($0) })
  var accept: [AcceptedFinding] = []

  @Flag(help: "Ranks are meant to draw the same masks, as in tensor parallelism.")
  var expectEqual = false

  func run() throws {
    do {
      // What cannot be written is said before minutes are spent on it.
      if output != "-", !force, OutputFile.exists(output) {
        throw FileError(
          file: output, problem: "already exists; choose another name or pass --force")
      }
      let spools = try LogOpening.spools(files)
      var reports: [SessionReport] = []
      for run in try LogExamination.runs(files, reading: spools) {
        reports.append(
          try SessionReport(
            run, reading: spools, expectsEqualRanks: expectEqual,
            accepted: accept.map { ($0.rule, $0.site) }))
      }
      let page = SessionReport.page(reports, version: Version.number, command: Self.commandLine)
      try write(page)
    } catch let error as LogError {
      throw Failure(error)
    } catch let error as FileError {
      throw Failure(error)
    }
  }

  private func write(_ page: String) throws {
    guard output != "-" else { return try printOutput(page) }
    let file = try OutputFile(output, force: force, sources: files)
    do {
      try file.write(page.utf8)
      try file.flush()
    } catch {
      file.remove()
      throw error
    }
  }

  /// As it was typed, but for quotes.
  private static var commandLine: String {
    (["dropscope"] + ProgramArguments.all).joined(separator: " ")
  }
}

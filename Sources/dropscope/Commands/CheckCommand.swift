import ArgumentParser
import DropoutEngine
import PlainText
import Reports
import SessionLog

/// The doctor: what is wrong with a recorded session.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Examines a session: is dropout doing what it should?",
    discussion: """
      Says what is wrong, worst first, with what was measured and what is expected; which rules ran \
      and found nothing, and over how much; and which could not run and what they need. The exit \
      status is 0 when nothing was found, 1 when something was. Several logs of one run are its ranks.

      EXAMPLES
        dropscope check d.jsonl
        dropscope check run.rank*.jsonl --require D05
        dropscope check d.jsonl --json | jq '.findings | map(.rule)'
        dropscope check run.jsonl --against resumed.jsonl --rules D08
        dropscope check d.jsonl --accept D01:head.drop
        zcat d.jsonl.gz | dropscope check -
        dropscope check run.jsonl --format sarif > dropscope.sarif
      """)

  /// How a verdict is printed.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, github, sarif
  }

  @Argument(help: "Session logs; - reads one from standard input.")
  var files: [String]

  @Flag(help: "Print one JSON object for each run.")
  var json = false

  @Option(help: "text, json, github (annotations of pull requests), or sarif (for code scanning).")
  var format: Format?

  @Option(
    help: ArgumentHelp("Only these rules.", valueName: "d03,d06"),
    transform: { try RuleNames($0) })
  var rules: RuleNames?

  @Option(
    help: ArgumentHelp(
      "Rules that must be able to run: else the exit status is 1.",
      valueName: "d05,d08"),
    transform: { try RuleNames($0) })
  var require: RuleNames?

  @Option(
    help: ArgumentHelp(
      "A log that resumes this one: the masks of both are compared.",
      valueName: "file"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "A finding that is meant, at one site or everywhere; may be repeated.",
      valueName: "d05:site"),
    transform: { try AcceptedFinding($0) })
  var accept: [AcceptedFinding] = []

  @Flag(help: "Ranks are meant to draw the same masks, as in tensor parallelism.")
  var expectEqual = false

  @OptionGroup var output: OutputArguments

  func validate() throws {
    if json, let format, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) do not go together")
    }
  }

  func run() throws {
    do {
      let inputs = try LogOpening.spools(files)
      let runs = try LogExamination.runs(files, reading: inputs)
      if against != nil, files.count > 1 {
        throw Failure.usage("--against compares one log with its resumption; name one")
      }
      if against != nil, !inputs.isEmpty {
        throw Failure.usage("--against reads both logs twice; name two files")
      }
      var isClean = true
      var verdicts: [(verdict: Verdict, files: [String])] = []
      for run in runs {
        let (verdict, isWhole) = try examine(run, inputs)
        verdicts.append((verdict, run))
        isClean = isClean && verdict.isHealthy && isWhole
      }
      if format == .sarif {
        try printOutput(VerdictSARIF(version: Version.number).log(verdicts))
      }
      if !isClean { throw ExitCode(1) }
    } catch let error as LogError {
      throw Failure(error)
    }
  }

  /// Examines one run, and prints what is to be said of it alone.
  ///
  /// - Returns: the verdict, and whether all that had to run did.
  private func examine(
    _ run: [String], _ inputs: [String: InputSpool]
  ) throws -> (Verdict, isWhole: Bool) {
    var verdict = try LogExamination(
      run, expectsEqualRanks: expectEqual, accepted: accept.map { ($0.rule, $0.site) }
    ).reading(inputs).verdict()
    if let against { try compare(run[0], against, into: &verdict) }
    let missing = verdict.notRun.map(\.rule).filter { require?.ids.contains($0) ?? false }
    if let rules { verdict = verdict.only(rules.ids) }
    let name = LogOpening.name(run)
    switch json ? .json : format ?? .text {
    case .text: try printOutput(VerdictText(verdict, style: output.style).text(name: name))
    case .json: try printOutput(verdict.json(files: run))
    case .github: try printOutput(verdict.annotations)
    case .sarif: break
    }
    for rule in missing {
      printError("dropscope: \(printable(name)): \(rule) is required and could not run")
    }
    return (verdict, missing.isEmpty)
  }

  private func compare(_ first: String, _ second: String, into verdict: inout Verdict) throws {
    let (findings, looked) = try LogExamination.resumption(first, second)
    guard looked.calls > 0 else { return }
    let name = verdict.notRun.first { $0.rule == "D08" }?.name
    verdict.notRun.removeAll { $0.rule == "D08" }
    verdict.findings = (findings + verdict.findings).sorted { $0.severity > $1.severity }
    guard let name, findings.isEmpty else { return }
    verdict.passed.append(Verdict.Passed(rule: "D08", name: name, looked: looked))
    verdict.passed.sort { $0.rule < $1.rule }
  }
}

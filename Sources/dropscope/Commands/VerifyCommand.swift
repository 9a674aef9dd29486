import ArgumentParser
import DropoutEngine
import PlainText
import Reports
import SessionLog

/// Simulates a recorded session again and compares.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Simulates a recorded session again and compares every mask and statistic.",
    discussion: """
      Silent, with exit status 0, when all is the same. Else it names the first call, layer and \
      element that differ, and the exit status is 1.

      Masks are always compared bit by bit. Statistics are, too, unless --tolerance is given: a \
      network that learnt on another machine may differ in the last digits of its logarithms.

      EXAMPLES
        dropscope verify d.jsonl
        dropscope verify d.jsonl --weights moved/net.safetensors
        dropscope verify from-another-machine.jsonl --tolerance 1e-3
      """)

  @Argument(help: "Session logs.")
  var files: [String]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far statistics may lie apart, relative to the larger or to 1. (default: 0)",
      valueName: "x"),
    transform: { try Tolerance($0) })
  var tolerance = Tolerance.none

  @OptionGroup var sources: SourceArguments

  func run() throws {
    try forEachFile(files) { path in
      do {
        try verify(path, CallComparison(tolerance: tolerance.value))
      } catch let error as LogError {
        throw Failure(error)
      }
    }
  }

  private func verify(_ path: String, _ comparison: CallComparison) throws {
    // A mask whose count was left behind is what is looked for here.
    let reader = LogReadAhead(try LogReader(path: path, checksKept: false))
    guard let first = try reader.next(), let session = reader.session else { return }
    let options = try sources.options(of: session, path: path)
    do {
      var verification = try Verification(
        options, comparison: comparison, isTrusted: sources.trust)
      var record: LogRecord? = first
      while let current = record {
        if let mismatch = try verification.take(current) {
          try printOutput("\(printable(path)): \(mismatch.description)\n")
          throw ExitCode(1)
        }
        record = try reader.next()
      }
    } catch let error as CannotSimulate {
      throw Failure("\(path): line \(reader.lineNumber): \(error.description)")
    }
    if let tail = reader.tornTail { report(tornTail: tail, in: path) }
  }
}

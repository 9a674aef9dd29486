import ArgumentParser

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The root of the command line.
@main
struct Dropscope: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "dropscope",
    abstract: "An oscilloscope for dropout in the terminal.",
    discussion: """
      Without a subcommand it opens the screen on a simulation. Press ? there for the keys.

      EXAMPLES
        dropscope                         watch a network learn digits
        dropscope article --rate 0.3      the two-layer network of the article
        dropscope run --calls 1800 --log d.jsonl
        dropscope replay d.jsonl          the same screen on what was recorded
        dropscope show d.jsonl --call 12
        dropscope verify d.jsonl
        dropscope mask --dialect torch --seed 42 --rate 0.5 --shape 4,5
        dropscope frame module --call 3 --size 80x24
      """,
    version: "dropscope \(version)",
    subcommands: [
      ScreenCommand.self, RunCommand.self, ReplayCommand.self, AttachCommand.self,
      ShowCommand.self, VerifyCommand.self, DiffCommand.self, ExportCommand.self,
      FrameCommand.self, MaskCommand.self, IdentifyCommand.self, ThemesCommand.self,
    ],
    defaultSubcommand: ScreenCommand.self)

  /// Runs the command; what was wrong goes to stderr in one line, with the exit code that says so.
  static func main() {
    Interruption.ignoreWriteSignals()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      failure.report()
      leave(failure.code)
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      let lines = message(for: error).split(whereSeparator: \.isNewline)
      Failure("\(lines.joined(separator: "; ")) (see dropscope --help)").report()
      leave(ExitCode.validationFailure.rawValue)
    }
  }
}

/// `exit` of the C library, which a command's own would hide.
private func leave(_ code: Int32) -> Never { exit(code) }

import ArgumentParser
import CGlibcFloor
import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The root of the command line.
@main
struct Dropscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dropscope",
    abstract: "An oscilloscope for dropout in the terminal.",
    discussion: """
      Without a subcommand it opens the screen on a simulation, or on the log that is named. Press ? \
      there for the keys.

      EXAMPLES
        dropscope                         watch a network learn digits
        dropscope --tour                  three minutes through the screen
        dropscope article --rate 0.3      the two-layer network of the article
        dropscope convnet                 whole maps; or residual, selu, attention
        dropscope --scenario forgot-eval  a faulty session, and where it shows
        dropscope run --calls 1800 --log d.jsonl
        dropscope d.jsonl                 the same screen on what was recorded
        dropscope check d.jsonl           is dropout doing what it should?
        dropscope report d.jsonl -o report.html
        dropscope hook pytorch > dropscope_hook.py
        dropscope show d.jsonl --call 12
        dropscope verify d.jsonl
        dropscope mask --dialect torch --seed 42 --rate 0.5 --shape 4,5
        dropscope frame module --call 3 --size 80x24

      EXIT STATUS
        0   done
        1   a check found something: logs that differ, a mask that nobody draws
        2   bad input: a file, a log or data is not what it should be
        64  bad usage: an option, or a value of one
      """,
    version: "dropscope \(Version.number)",
    subcommands: [
      ScreenCommand.self, RunCommand.self, ReplayCommand.self, AttachCommand.self,
      CheckCommand.self, ReportCommand.self, ShowCommand.self, VerifyCommand.self, DiffCommand.self,
      ExportCommand.self,
      FrameCommand.self, MaskCommand.self, IdentifyCommand.self, HookCommand.self,
      ThemesCommand.self, ConfigCommand.self,
    ],
    defaultSubcommand: ScreenCommand.self)

  /// The names of all commands, as help lists them.
  static var commands: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// Runs the command; what was wrong goes to stderr in one line, with the exit code that says so.
  static func main() {
    Interruption.ignoreWriteSignals()
    keep_freed_memory()
    var help = "dropscope --help"
    var arguments = ProgramArguments.all
    do {
      let invocation = try Invocation(
        arguments, commands: commands, exists: { FileStatus(path: $0) != nil })
      arguments = invocation.arguments
      if let config = try ConfigFile.load() {
        arguments = try config.completed(
          arguments, command: invocation.command, hasSubject: invocation.hasSubject)
      }
      if let command = invocation.command { help = "dropscope \(command) --help" }
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let failure as Failure {
      failure.report()
      leave(failure.code)
    } catch {
      guard let failure = Failure(parsing: error, of: arguments, help: help) else {
        exit(withError: error)
      }
      failure.report()
      leave(failure.code)
    }
  }
}

extension Failure {
  /// What the parser of the command line refused; nil where that is help, or an exit.
  ///
  /// - Parameter help: the command that says what may be typed.
  init?(parsing error: any Error, of arguments: [String], help: String) {
    guard Dropscope.exitCode(for: error) == .validationFailure else { return nil }
    let told = Dropscope.message(for: error)
    let whole =
      Self.unknownOption(behind: told, in: arguments) ?? Self.log(behind: told, in: arguments)
      ?? told
    let message = Self.line(whole)
    self = .usage("\(message.prefix(1).lowercased())\(message.dropFirst()) (see \(help))")
  }

  /// A message of several lines as one; the items of a list are parted by commas.
  private static func line(_ message: String) -> String {
    var line = ""
    for part in message.split(whereSeparator: \.isNewline) {
      let isItem = part.hasPrefix("  - ")
      if !line.isEmpty { line += isItem ? (line.hasSuffix(":") ? " " : ", ") : "; " }
      line += isItem ? part.dropFirst(4) : part
    }
    return line
  }

  /// A log in the place of a preset: the option that names it.
  private static func log(behind message: String, in arguments: [String]) -> String? {
    guard message.contains("invalid for '<preset>'"), arguments.first == "frame",
      let path = arguments.dropFirst().first(where: { message.contains("'\($0)'") }),
      FileStatus(path: path) != nil
    else { return nil }
    return "'\(path)' is no preset; a session log is named with --session \(path)"
  }

  /// A word behind a misspelt option is taken for a preset, and the parser complains of that; without
  /// the word it complains of the option, and says which one was meant.
  private static func unknownOption(behind message: String, in arguments: [String]) -> String? {
    guard message.contains("invalid for '<preset>'") else { return nil }
    for index in arguments.indices.dropFirst() where arguments[index - 1].hasPrefix("--") {
      var shorter = arguments
      shorter.remove(at: index)
      do { _ = try Dropscope.parseAsRoot(shorter) } catch {
        let message = Dropscope.message(for: error)
        if message.hasPrefix("Unknown option '\(arguments[index - 1])'") { return message }
      }
    }
    return nil
  }
}

/// `exit` of the C library, which a command's own would hide.
private func leave(_ code: Int32) -> Never { exit(code) }

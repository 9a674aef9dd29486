import ArgumentParser
import Dispatch
import Interface
import SessionLog
import Terminal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Opens the screen on a log that still grows.
struct AttachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Opens the screen on a log that still grows, or on standard input.",
    discussion: """
      It follows the newest call; any step or seek lets go, and F follows again. A log that is cut or
      replaced is read anew. With - the log comes from standard input and keys from the terminal.

      EXAMPLES
        dropscope attach run.jsonl
        python train.py | dropscope attach -
        ssh host tail -n +1 -F run.jsonl | dropscope attach -
      """)

  @Argument(help: ArgumentHelp("The log, or - for standard input.", valueName: "file|-"))
  var file: String

  @OptionGroup var look: ScreenArguments

  func run() throws {
    let isInput = file == "-"
    if isInput, isatty(STDIN_FILENO) == 1 {
      throw Failure("standard input is a terminal: pipe a log into `dropscope attach -`")
    }
    let timeline = try opened(isInput)
    var (screen, state) = try look.open(keysFrom: isatty(STDIN_FILENO) == 1 ? nil : "/dev/tty")
    defer { screen.close() }
    state.stripIsWhole = false
    state.playback.isFollowing = !look.paused
    try ScreenLoop.run(screen, state, session: LogSession(timeline: timeline, follows: true))
  }

  /// The log; what comes through a pipe is taken up by a thread of its own.
  private func opened(_ isInput: Bool) throws -> LogTimeline {
    do {
      guard isInput || InputSpool.isNeeded(for: file) else {
        return try LogOpening.checked(LogTimeline(path: file))
      }
      let spool =
        isInput ? try InputSpool(owning: dup(STDIN_FILENO)) : try InputSpool(path: file)
      DispatchQueue(label: "dropscope.input").async { spool.fill() }
      return try LogTimeline(spool, name: isInput ? "standard input" : file)
    } catch let error as LogError {
      throw Failure(error)
    }
  }
}

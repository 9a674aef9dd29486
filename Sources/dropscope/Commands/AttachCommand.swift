import ArgumentParser
import Dispatch
import Interface
import SessionLog
import Sessions
import Terminal

/// Opens the screen on a log that still grows.
struct AttachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Opens the screen on a log that still grows, or on standard input.",
    discussion: """
      It follows the newest call; any step or seek lets go, and F follows again. A log that is not \
      there yet is waited for; one that is cut or replaced is read anew. With - the log comes from standard input and keys from the terminal.

      EXAMPLES
        dropscope attach run.jsonl
        python train.py | dropscope attach -
        ssh host tail -n +1 -F run.jsonl | dropscope attach -
      """)

  @Argument(help: ArgumentHelp("The log, or - for standard input.", valueName: "file|-"))
  var file: String

  @OptionGroup var look: ScreenArguments

  func run() throws {
    if LogOpening.isInput(file), LogOpening.keys == nil {
      throw Failure.usage("standard input is a terminal: pipe a log into `dropscope attach -`")
    }
    let timeline = try opened()
    var (screen, state) = try look.open(keysFrom: LogOpening.keys)
    defer { screen.close() }
    state.playback.isFollowing = !look.paused
    try ScreenLoop.run(
      screen, state, SessionDriver(LoggedTimeline(timeline, follows: true), in: .program))
  }

  /// The log; what comes through a pipe is taken up by a thread of its own.
  private func opened() throws -> LogTimeline {
    do {
      guard let spool = try LogOpening.spool(file) else {
        return try LogOpening.checked(LogTimeline(path: file, waits: true))
      }
      DispatchQueue(label: "dropscope.input").async { spool.fill() }
      return try LogTimeline(spool, name: LogOpening.name(file))
    } catch let error as LogError {
      throw Failure(error)
    }
  }
}

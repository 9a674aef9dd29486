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
    abstract: "Opens the screen on logs that still grow, one per rank, or on standard input.",
    discussion: """
      It follows the newest call; any step or seek lets go, and F follows again. A log that is not \
      there yet is waited for; one that is cut or replaced is read anew. Several logs are the ranks \
      of one run, joined by step; with a pattern in quotes it waits for the first of them, and then \
      for as many as the run says it has. With - the log comes from standard input and keys from \
      the terminal.

      EXAMPLES
        dropscope attach run.jsonl
        dropscope attach run.rank*.jsonl
        dropscope attach 'run.rank*.jsonl'
        python train.py | dropscope attach -
        ssh host tail -n +1 -F run.jsonl | dropscope attach -
      """)

  @Argument(
    help: ArgumentHelp("The log, or those of all ranks; - for standard input.", valueName: "file|-")
  )
  var files: [String]

  @OptionGroup var ranks: RankArguments
  @OptionGroup var look: ScreenArguments

  func run() throws {
    if files.contains(where: LogOpening.isInput), LogOpening.keys == nil {
      throw Failure.usage("standard input is a terminal: pipe a log into `dropscope attach -`")
    }
    let files = RankFiles.awaited(files)
    guard files.count == 1 else {
      return try show(try ranks.timeline(files, follows: true))
    }
    try show(LoggedTimeline(try opened(files[0]), follows: true))
  }

  private func show(_ timeline: sending some Timeline) throws {
    var (screen, state) = try look.open(keysFrom: LogOpening.keys)
    defer { screen.close() }
    state.playback.isFollowing = !look.paused
    let isOneFile = files.count == 1 && !LogOpening.isInput(files[0])
    try ScreenLoop.run(
      screen, state, SessionDriver(timeline, in: .program), source: isOneFile ? files[0] : nil)
  }

  /// The log; what comes through a pipe is taken up by a thread of its own.
  private func opened(_ file: String) throws -> LogTimeline {
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

import ArgumentParser
import DropoutEngine
import Interface
import SessionLog
import Sessions
import Terminal

/// Opens the screen on a recorded session.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Opens the screen on a recorded session.",
    discussion: """
      It begins at once, however long the log is. With --frames it prints frames instead, and needs \
      no terminal.

      EXAMPLES
        dropscope replay d.jsonl
        dropscope replay d.jsonl --call 500 --paused
        dropscope replay d.jsonl --frames 3 --size 80x24
        zcat d.jsonl.gz | dropscope replay -
      """)

  @Argument(help: ArgumentHelp("The session's log, or - for standard input.", valueName: "file"))
  var file: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The call to begin with. (default: the first)", valueName: "n"),
    transform: { try Count($0) })
  var call: Count?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Print so many frames and leave.", valueName: "n"),
    transform: { try Count($0) })
  var frames: Count?

  @OptionGroup var frame: FrameArguments
  @OptionGroup var look: ScreenArguments

  func run() throws {
    if LogOpening.isInput(file), LogOpening.keys == nil {
      throw Failure.usage("standard input is a terminal: pipe a log into `dropscope replay -`")
    }
    var timeline = try LogOpening.file(file)
    if let frames {
      return try printFrames(frames.value, from: call?.value ?? 1, of: &timeline)
    }
    var (screen, state) = try look.open(keysFrom: LogOpening.keys)
    defer { screen.close() }
    if let call { state.playback.start = call.value }
    try ScreenLoop.run(screen, state, SessionDriver(timeline, in: .program))
  }

  private func printFrames(
    _ count: Int, from number: Int, of timeline: inout LoggedTimeline
  ) throws {
    let printer = try frame.printer(look.appearance, view: look.view)
    // As on the screen once it has settled: time shows the whole session.
    _ = try LogOpening.nearest(to: .max, in: &timeline.log)
    let concluded = timeline.concluded()
    let conclusion = printer.showsVerdict ? concluded : nil
    var next: Int? = try LogOpening.nearest(to: number, in: &timeline.log)
    for _ in 0..<count {
      guard let number = next else { return }
      try printer.print(try LogOpening.arrival(number, in: &timeline), conclusion)
      next = try LogOpening.next(after: number, in: &timeline.log)
    }
  }
}

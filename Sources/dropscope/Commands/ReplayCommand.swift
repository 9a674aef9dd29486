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
        dropscope replay run.rank*.jsonl
        zcat d.jsonl.gz | dropscope replay -
      """)

  @Argument(
    help: ArgumentHelp(
      "The session's log, or those of a run's ranks; - for standard input.", valueName: "file"))
  var files: [String]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The call to begin with. (default: the first)", valueName: "n"),
    transform: { try Count($0) })
  var call: Count?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Print so many frames and leave.", valueName: "n"),
    transform: { try Count($0) })
  var frames: Count?

  @OptionGroup var ranks: RankArguments
  @OptionGroup var frame: FrameArguments
  @OptionGroup var look: ScreenArguments

  func run() throws {
    if files.contains(where: LogOpening.isInput), LogOpening.keys == nil {
      throw Failure.usage("standard input is a terminal: pipe a log into `dropscope replay -`")
    }
    guard files.count == 1 else {
      return try show(try ranks.timeline(files, follows: false))
    }
    try show(try LogOpening.file(files[0]))
  }

  private func show(_ timeline: sending some Timeline) throws {
    if let frames {
      var timeline = timeline
      return try printFrames(frames.value, from: call?.value ?? 1, of: &timeline)
    }
    var (screen, state) = try look.open(keysFrom: LogOpening.keys)
    defer { screen.close() }
    if let call { state.playback.start = call.value }
    let isOneFile = files.count == 1 && !LogOpening.isInput(files[0])
    try ScreenLoop.run(
      screen, state, SessionDriver(timeline, in: .program), source: isOneFile ? files[0] : nil)
  }

  private func printFrames(
    _ count: Int, from number: Int, of timeline: inout some Timeline
  ) throws {
    let printer = try frame.printer(look.appearance, view: look.view)
    // As on the screen once it has settled: time shows the whole session.
    try LogOpening.readOn(&timeline)
    let concluded = timeline.concluded()
    let conclusion = printer.showsVerdict ? concluded : nil
    var way = Way(to: .call(number), from: 0)
    var last = 0
    for _ in 0..<count {
      guard let call = try LogOpening.reach(&way, in: &timeline), call.number > last else { return }
      last = call.number
      let arrival = try LogOpening.arrival(call, in: &timeline, needs: printer.needs)
      try printer.print(arrival, of: &timeline, conclusion)
      way = Way(to: .onward(1), from: last)
    }
  }
}

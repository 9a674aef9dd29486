import ArgumentParser
import DropoutEngine
import Interface
import SessionLog
import Sessions
import TensorFiles
import Terminal

/// Opens the screen on a recorded session.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Opens the screen on a recorded session.",
    discussion: """
      It begins at once, however long the log is. With --frames it prints frames instead, and with \
      --cast it writes a recording of the screen that asciinema plays (asciicast, version 2); neither \
      needs a terminal.

      EXAMPLES
        dropscope replay d.jsonl
        dropscope replay d.jsonl --call 500 --paused
        dropscope replay d.jsonl --frames 3 --size 80x24
        dropscope replay d.jsonl --cast d.cast --frames 100 --speed 2
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
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print so many frames and leave; with --cast, record no more.", valueName: "n"),
    transform: { try Count($0) })
  var frames: Count?

  @Option(
    help: ArgumentHelp(
      "Record the screen to this file, from --call on, a frame for each call.", valueName: "file"))
  var cast: String?

  @Flag(help: "Overwrite the --cast file if it exists.")
  var force = false

  @OptionGroup var ranks: RankArguments
  @OptionGroup var frame: FrameArguments
  @OptionGroup var look: ScreenArguments

  func validate() throws {
    if force, cast == nil {
      throw ValidationError("--force overwrites the file of --cast; name one")
    }
  }

  func run() throws {
    // What cannot be written is said before a log is read.
    if let cast, !force, OutputFile.exists(cast) {
      throw Failure("\(cast): already exists; choose another name or pass --force")
    }
    if cast == nil, files.contains(where: LogOpening.isInput), LogOpening.keys == nil {
      throw Failure.usage("standard input is a terminal: pipe a log into `dropscope replay -`")
    }
    guard files.count == 1 else {
      return try show(try ranks.timeline(files, follows: false))
    }
    try show(try LogOpening.file(files[0]))
  }

  private func show(_ timeline: sending some Timeline) throws {
    if let cast {
      var timeline = timeline
      return try record(to: cast, of: &timeline)
    }
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
    try forEachFrame(count, from: number, of: &timeline, printer) { try printer.print($0) }
  }

  /// As on the screen once it has settled: time shows the whole session.
  private func forEachFrame(
    _ count: Int, from number: Int, of timeline: inout some Timeline, _ printer: FramePrinter,
    _ body: (FramePrinter.Frame) throws -> Void
  ) throws {
    try LogOpening.readOn(&timeline)
    let conclusion = timeline.concluded()
    var way = Way(to: .call(number), from: 0)
    var last = 0
    for _ in 0..<count {
      guard let call = try LogOpening.reach(&way, in: &timeline), call.number > last else { return }
      last = call.number
      let arrival = try LogOpening.arrival(call, in: &timeline, needs: printer.needs)
      try body(try printer.drawn(arrival, of: &timeline, conclusion))
      way = Way(to: .onward(1), from: last)
    }
  }

  private func record(to path: String, of timeline: inout some Timeline) throws {
    let printer = try frame.recorder(look.appearance, view: look.view)
    do {
      let file = try OutputFile(path, force: force, sources: files)
      do {
        var cast = Cast(
          size: frame.size.cells, title: "dropscope replay \(files[0])",
          seconds: 1 / look.callsPerSecond)
        try file.write(cast.header.utf8)
        try forEachFrame(frames?.value ?? .max, from: call?.value ?? 1, of: &timeline, printer) {
          let (state, canvas) = $0
          try file.write(cast.event(canvas, state.look.depth).utf8)
        }
        guard cast.frames > 0 else {
          throw Failure("\(files[0]): it holds no call from \(call?.value ?? 1) on")
        }
        try file.write(cast.end.utf8)
        try file.flush()
      } catch {
        file.remove()
        throw error
      }
    } catch let error as FileError {
      throw Failure(error)
    }
  }
}

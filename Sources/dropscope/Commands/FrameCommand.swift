import ArgumentParser
import DropoutEngine
import Interface
import SessionLog
import Sessions

/// Prints one frame of the screen.
struct FrameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frame",
    abstract: "Prints one frame of the screen; no terminal needed.",
    discussion: """
      EXAMPLES
        dropscope frame --call 228
        dropscope frame --session d.jsonl --call 228 --view layers
        dropscope frame --session run.rank*.jsonl --view ranks
        dropscope frame article --call 3 --size 80x24 --color 256 --theme okabe-dark
        dropscope frame --session d.jsonl --call 228 --format svg > frame.svg
      """)

  @OptionGroup var simulation: SimulationArguments

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Show a call of this log, or of those of a run's ranks, instead of a simulation's.",
      valueName: "file"))
  var session: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The forward call to show. (default: 1)", valueName: "n"),
    transform: { try Count($0) })
  var call = Count(1)

  @Option(
    help: "text, ansi (with colours), or svg (a picture). (default: what standard output shows)")
  var format: FrameFormat?

  @OptionGroup var ranks: RankArguments
  @OptionGroup var frame: FrameArguments
  @OptionGroup var view: ViewArguments
  @OptionGroup var appearance: AppearanceArguments

  func validate() throws {
    if format == .text, let color = appearance.color, color != .none {
      throw ValidationError("--format text has no colours; take ansi for --color \(color.rawValue)")
    }
  }

  func run() throws {
    let number = call.value
    let printer = try frame.printer(appearance, view: view, format: format)
    if session.count > 1 {
      let timeline = try ranks.timeline(session, follows: false)
      return try print(number, of: timeline, named: session[0], with: printer)
    }
    if let path = session.first {
      return try print(number, of: try LogOpening.file(path), named: path, with: printer)
    }
    let options = try simulation.options()
    if let scenario = options.scenario, scenario.ranks > 1 {
      let timeline = try RankedScenario.timeline(options, ranks: scenario.ranks)
      return try print(number, of: timeline, named: scenario.rawValue, with: printer)
    }
    var simulated: SimulatedTimeline
    do { simulated = SimulatedTimeline(try SimulationTimeline(options)) } catch {
      throw Failure(error)
    }
    guard let call = simulated.call(number), let arrival = Arrival(call, of: &simulated) else {
      return
    }
    let conclusion = simulated.concluded()
    try printer.print(arrival, of: &simulated, conclusion)
  }

  /// The whole log is read first: what comes later may take a call back.
  private func print(
    _ number: Int, of timeline: some Timeline, named path: String, with printer: FramePrinter
  ) throws {
    var timeline = timeline
    try LogOpening.readOn(&timeline)
    var way = Way(to: .call(number), from: 0)
    guard let call = try LogOpening.reach(&way, in: &timeline), call.number == number else {
      if let problem = timeline.growth()?.problem { throw Failure(problem) }
      guard let last = timeline.last() else { throw Failure("\(path): it holds no call") }
      throw Failure("\(path): it holds no call \(number); the last one is \(last)")
    }
    // What the examination came by is what the time panel shows.
    let conclusion = timeline.concluded()
    let arrival = try LogOpening.arrival(call, in: &timeline, needs: printer.needs)
    try printer.print(arrival, of: &timeline, conclusion)
  }
}

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
        dropscope frame article --call 3 --size 80x24 --color 256 --theme okabe-dark
      """)

  @OptionGroup var simulation: SimulationArguments

  @Option(
    help: ArgumentHelp("Show a call of this log instead of a simulation's.", valueName: "file"))
  var session: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The forward call to show. (default: 1)", valueName: "n"),
    transform: { try Count($0) })
  var call = Count(1)

  @OptionGroup var frame: FrameArguments
  @OptionGroup var view: ViewArguments
  @OptionGroup var appearance: AppearanceArguments

  func run() throws {
    let number = call.value
    let printer = try frame.printer(appearance, view: view)
    if let session { return try print(number, of: session, with: printer) }
    let options = try simulation.options()
    var simulated: SimulatedTimeline
    do { simulated = SimulatedTimeline(try SimulationTimeline(options)) } catch {
      throw Failure(error)
    }
    guard let call = simulated.call(number), let arrival = Arrival(call, of: &simulated) else {
      return
    }
    try printer.print(arrival, printer.showsVerdict ? simulated.concluded() : nil)
  }

  /// The whole log is read first: what comes later may take a call back.
  private func print(_ number: Int, of path: String, with printer: FramePrinter) throws {
    var timeline = try LogOpening.file(path)
    guard let found = try LogOpening.nearest(to: .max, in: &timeline.log) else {
      throw Failure("\(path): it holds no call")
    }
    guard try LogOpening.nearest(to: number, in: &timeline.log) == number else {
      throw Failure("\(path): it holds no call \(number); the last one is \(found)")
    }
    // What the examination came by is what the time panel shows.
    let conclusion = timeline.concluded()
    let arrival = try LogOpening.arrival(number, in: &timeline)
    try printer.print(arrival, printer.showsVerdict ? conclusion : nil)
  }
}

import ArgumentParser
import DropoutEngine
import SessionLog

/// Runs a simulation without a screen.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a simulation without a screen, as fast as it goes.",
    discussion: """
      EXAMPLES
        dropscope run digits --rate 0.2 --seed 3 --calls 1800 --log d.jsonl
        dropscope run article --seed 7 --mode vanilla --calls 3 --log a.jsonl
      """)

  @OptionGroup var simulation: SimulationArguments

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many forward calls to run.", valueName: "n"))
  var calls: String

  @OptionGroup var recording: RecordingArguments

  func run() throws {
    guard let count = Int(calls), count > 0 else {
      throw Failure("--calls is a whole number above 0, but got '\(printable(calls))'")
    }
    let options = try simulation.options()
    var runner: Simulation
    do { runner = try Simulation(options) } catch { throw Failure(error) }
    let recorder = try recording.recorder(header: runner.header, options: options)
    Interruption.watch()
    let clock = ContinuousClock()
    let start = clock.now
    var progress = Progress(of: count)
    var last: ForwardCall?
    var heldOut: Double?
    while runner.number < count, Interruption.signal == nil {
      let call = runner.next()
      try recorder?.write(call)
      heldOut = call.heldOut ?? heldOut
      last = call
      progress.show(call.number)
    }
    progress.end()
    try recorder?.close(reason: Interruption.signal == nil ? "done" : "interrupted")
    try printOutput(
      summary(of: last, heldOut: heldOut, seconds: (clock.now - start) / .seconds(1)))
    if let signal = Interruption.signal { throw ExitCode(128 + signal) }
  }

  private func summary(of call: ForwardCall?, heldOut: Double?, seconds: Double) -> String {
    let count = call?.number ?? 0
    var parts = [
      "\(count) \(count == 1 ? "call" : "calls")", "\(decimal(seconds, 2)) s",
      "\(Int(Double(count) / max(seconds, 1e-9))) calls/s",
    ]
    if let loss = call?.loss { parts.append("loss \(decimal(loss, 3))") }
    if let heldOut { parts.append("held out \(decimal(heldOut, 3))") }
    return parts.joined(separator: "   ") + "\n"
  }
}

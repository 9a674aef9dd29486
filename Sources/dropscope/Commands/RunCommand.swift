import ArgumentParser
import DropoutEngine
import Files
import PlainText
import SessionLog
import Sessions
import TensorFiles

/// Runs a simulation without a screen.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a simulation without a screen, as fast as it goes.",
    discussion: """
      EXAMPLES
        dropscope run digits --rate 0.2 --seed 3 --calls 1800 --log d.jsonl
        dropscope run article --seed 7 --mode vanilla --calls 3 --log a.jsonl
        dropscope run digits --calls 5000 --log d.jsonl --append
        dropscope run --scenario dead-units --calls 60 --log dead.jsonl
      """)

  @OptionGroup var simulation: SimulationArguments

  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many forward calls to run.", valueName: "n"),
    transform: { try Count($0) })
  var calls: Count

  @Option(
    help: ArgumentHelp(
      "Write what the network gives in the last call, before the softmax, as .npy.",
      valueName: "file"))
  var output: String?

  @OptionGroup var recording: RecordingArguments

  @Flag(
    help: ArgumentHelp(
      "Go on with the log file, if it exists, up to --calls calls in all.",
      discussion: "The calls in it are simulated again and must be those of this session."))
  var append = false

  func run() throws {
    Interruption.watch()
    var options = try simulation.options()
    guard let scenario = options.scenario, scenario.ranks > 1 else {
      return try run(options, recording)
    }
    if append { throw Failure.usage("--append goes on with one log, and a rank each has its own") }
    for rank in 0..<scenario.ranks {
      options.rank = rank
      var own = recording
      own.log = recording.log.map { RankedScenario.path($0, rank: rank) }
      try run(options, own)
    }
  }

  private func run(_ options: SimulationOptions, _ recording: RecordingArguments) throws {
    let count = calls.value
    var runner = try runner(options, recording)
    let clock = ContinuousClock()
    let start = clock.now
    let first = runner.number
    var progress = Progress(of: count)
    var last: ForwardCall?
    var heldOut: Double?
    while runner.number < count, Interruption.signal == nil {
      let call = runner.next(withTensors: output != nil && runner.number + 1 == count)
      try record { () throws(LogError) in try runner.recorder?.write(call) }
      heldOut = call.heldOut ?? heldOut
      last = call
      progress.show(call.number)
    }
    progress.end()
    if last != nil {
      let reason = Interruption.signal == nil ? "done" : "interrupted"
      try record { () throws(LogError) in try runner.recorder?.close(reason: reason) }
    }
    let seconds = (clock.now - start) / .seconds(1)
    if let output { try write(last?.tensors?.result, to: output) }
    try printOutput(
      summary(of: last, calls: runner.number - first, heldOut: heldOut, seconds: seconds))
    if let signal = Interruption.signal { throw ExitCode(128 + signal) }
  }

  private func write(_ result: Tensor?, to path: String) throws {
    guard let result else {
      throw Failure.usage("--output goes with a network of modules, as --net gives")
    }
    do {
      let file = try OutputFile(path, force: recording.force, source: "")
      try file.write(NPYFile.preamble(type: "<f4", shape: result.shape))
      for value in result.values {
        try file.write(withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) })
      }
      try file.flush()
    } catch {
      throw Failure(error)
    }
  }

  private func record(_ body: () throws(LogError) -> Void) throws {
    do throws(LogError) { try body() } catch { throw Failure(error) }
  }

  private func runner(
    _ options: SimulationOptions, _ recording: RecordingArguments
  ) throws -> Runner {
    let simulation: Simulation
    do { simulation = try Simulation(options) } catch { throw Failure(error) }
    guard append else {
      let recorder = try recording.recorder(header: simulation.header, options: options)
      return Runner(.simulation(simulation), recorder)
    }
    guard let log = recording.log else {
      throw Failure.usage("--append goes on with a log; add --log FILE")
    }
    guard FileStatus(path: log) != nil else {
      let recorder = try recording.recorder(header: simulation.header, options: options)
      return Runner(.simulation(simulation), recorder)
    }
    if recording.force {
      throw Failure.usage("--append keeps the log and --force empties it; choose one")
    }
    let resumption = try Resumption(log, options: options, header: simulation.header)
    return Runner(.timeline(resumption.timeline), try resumption.recorder())
  }

  private func summary(
    of call: ForwardCall?, calls count: Int, heldOut: Double?, seconds: Double
  ) -> String {
    var parts = [
      "\(count) \(count == 1 ? "call" : "calls")", "\(decimal(seconds, 2)) s",
      "\(Int(Double(count) / max(seconds, 1e-9))) calls/s",
    ]
    if let loss = call?.loss { parts.append("loss \(decimal(loss, 3))") }
    if let heldOut { parts.append("held out \(decimal(heldOut, 3))") }
    return parts.joined(separator: "   ") + "\n"
  }
}

/// What runs: a simulation from its start, or a recorded one from where it was left.
private struct Runner {
  enum Source {
    case simulation(Simulation)
    case timeline(SimulationTimeline)
  }

  let recorder: Recorder?
  private var simulation: Simulation?
  private var timeline: SimulationTimeline?
  /// The number of the last call run; to ask the simulation would copy all of it.
  private(set) var number: Int

  init(_ source: Source, _ recorder: Recorder?) {
    self.recorder = recorder
    switch source {
    case .simulation(let simulation):
      self.simulation = simulation
      number = simulation.number
    case .timeline(let timeline):
      self.timeline = timeline
      number = timeline.position
    }
  }

  /// Runs the next call.
  mutating func next(withTensors: Bool) -> ForwardCall {
    number += 1
    guard let call = simulation?.next(withTensors: withTensors) ?? timeline?.approach(number) else {
      preconditionFailure("nothing runs")
    }
    return call
  }
}

import ArgumentParser
import DropoutEngine
import Files
import PlainText
import Reports
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
        dropscope run convnet --calls 500 --check
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

  @Flag(
    help: ArgumentHelp(
      "Examine the calls as they run and print what check would say of them.",
      discussion: "The exit status is 1 when something was found."))
  var check = false

  @OptionGroup var text: OutputArguments

  func validate() throws {
    if append, check {
      throw ValidationError("--check sees only new calls; after --append run dropscope check LOG")
    }
  }

  func run() throws {
    Interruption.watch()
    let count = calls.value
    var runners = try runners()
    let examination = check ? ConcurrentExamination(lanes: runners.map(\.header)) : nil
    let clock = ContinuousClock()
    let start = clock.now
    let first = runners[0].number
    var progress = Progress(of: count)
    while runners[0].number < count, Interruption.signal == nil {
      let isLast = runners[0].number + 1 == count
      for rank in runners.indices {
        let call = runners[rank].next(withTensors: output != nil && isLast)
        try record { () throws(LogError) in try runners[rank].recorder?.write(call) }
        examination?.take(call, lane: rank)
      }
      progress.show(runners[0].number)
    }
    progress.end()
    let ran = runners[0].number - first
    if ran > 0 {
      let reason = Interruption.signal == nil ? "done" : "interrupted"
      for runner in runners {
        try record { () throws(LogError) in try runner.recorder?.close(reason: reason) }
      }
    }
    let verdict = examination?.verdict()
    let seconds = (clock.now - start) / .seconds(1)
    if let output { try write(runners[0].last?.tensors?.result, to: output) }
    for runner in runners { try printOutput(runner.summary(calls: ran, seconds: seconds)) }
    if let verdict { try printOutput(words(of: verdict, on: runners)) }
    if let signal = Interruption.signal { throw ExitCode(128 + signal) }
    if let verdict, !verdict.isHealthy { throw ExitCode(1) }
  }

  private func words(of verdict: Verdict, on runners: [Runner]) -> String {
    let logs = runners.compactMap { $0.recorder?.path }
    let header = runners[0].header
    let name = logs.isEmpty ? header.preset ?? header.source : LogOpening.name(logs)
    return "\n" + VerdictText(verdict, style: text.style).text(name: name)
  }

  /// What runs: one session, or one for each rank of a scenario.
  private func runners() throws -> [Runner] {
    var options = try simulation.options()
    guard let scenario = options.scenario, scenario.ranks > 1 else {
      return [try runner(options, recording)]
    }
    if append { throw Failure.usage("--append goes on with one log, and a rank each has its own") }
    return try (0..<scenario.ranks).map { rank in
      options.rank = rank
      var own = recording
      own.log = recording.log.map { RankedScenario.path($0, rank: rank) }
      return try runner(options, own)
    }
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
}

/// What runs: a simulation from its start, or a recorded one from where it was left.
private struct Runner {
  enum Source {
    case simulation(Simulation)
    case timeline(SimulationTimeline)
  }

  let recorder: Recorder?
  let header: SessionHeader
  private var simulation: Simulation?
  private var timeline: SimulationTimeline?
  /// The number of the last call run; to ask the simulation would copy all of it.
  private(set) var number: Int
  /// The last call that ran here.
  private(set) var last: ForwardCall?
  /// The last accuracy on rows held out.
  private var heldOut: Double?

  init(_ source: Source, _ recorder: Recorder?) {
    self.recorder = recorder
    switch source {
    case .simulation(let simulation):
      self.simulation = simulation
      number = simulation.number
      header = simulation.header
    case .timeline(let timeline):
      self.timeline = timeline
      number = timeline.position
      header = timeline.header
    }
  }

  /// Runs the next call.
  mutating func next(withTensors: Bool) -> ForwardCall {
    number += 1
    guard let call = simulation?.next(withTensors: withTensors) ?? timeline?.approach(number) else {
      preconditionFailure("nothing runs")
    }
    heldOut = call.heldOut ?? heldOut
    last = call
    return call
  }

  /// How it went, in a line.
  func summary(calls count: Int, seconds: Double) -> String {
    var parts = [
      "\(count) \(count == 1 ? "call" : "calls")", "\(decimal(seconds, 2)) s",
      "\(Int(Double(count) / max(seconds, 1e-9))) calls/s",
    ]
    if let loss = last?.loss { parts.append("loss \(decimal(loss, 3))") }
    if let heldOut { parts.append("held out \(decimal(heldOut, 3))") }
    return parts.joined(separator: "   ") + "\n"
  }
}

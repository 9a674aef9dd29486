public import DropoutEngine
public import SessionLog

/// A recorded simulation, simulated again: takes the records of its log one by one and makes the
/// call anew that each call record tells of.
///
/// A change holds from its call on, a rewind takes back what follows, as on the screen that wrote
/// the log. A log that begins in the middle tells the earlier changes first.
///
///     var again = try Resimulation(session, options: options)
///     let call = try again.take(.call(recorded, ms: 0))   // the same call, if nothing is wrong
public struct Resimulation {
  /// The simulation: goes on from the last call that was taken.
  public private(set) var timeline: SimulationTimeline
  /// The number of the last call that was taken and not taken back; 0 before the first.
  public private(set) var last = 0
  /// What the session record says; a seed that was changed stands in the timeline's.
  private let options: SimulationOptions
  private var limit: WorkLimit?

  /// - Parameters:
  ///   - options: what the record says, with the contents of its files.
  ///   - isTrusted: whether the log may ask for any amount of work.
  public init(_ options: SimulationOptions, isTrusted: Bool = false) throws(CannotSimulate) {
    try self.init(options, limit: isTrusted ? nil : WorkLimit(options))
  }

  init(_ options: SimulationOptions, limit: WorkLimit?) throws(CannotSimulate) {
    self.options = options
    self.limit = limit
    timeline = try Self.timeline(options)
  }

  /// Takes the next record.
  ///
  /// - Returns: for a call record, the call as it is simulated; else nil.
  public mutating func take(_ record: LogRecord) throws(CannotSimulate) -> ForwardCall? {
    switch record {
    case .call(let call, _): return try run(to: call.number)
    case .rewind(let n, _): try rewind(to: n)
    case .annotation(let annotation, _):
      guard case .change(let change) = annotation.kind else { break }
      // Changes without calls are work, too: each is held against all before it.
      limit?.spend(1)
      if limit?.isSpent == true { throw .tooFar(call: annotation.number) }
      try self.change(change, from: annotation.number)
    case .session, .site, .recompute, .end: break
    }
    return nil
  }

  private mutating func run(to number: Int) throws(CannotSimulate) -> ForwardCall {
    while true {
      var count = 0
      let call = timeline.approach(number, limit: 64) { _ in count += 1 }
      limit?.spend(count)
      if let call {
        limit?.earn()
        last = number
        return call
      }
      if limit?.isSpent == true { throw .tooFar(call: number) }
    }
  }

  private mutating func rewind(to number: Int) throws(CannotSimulate) {
    last = min(last, number - 1)
    guard number == 1 else { return timeline.rewind(to: number) }
    timeline = try Self.timeline(options)
  }

  private mutating func change(_ change: Change, from number: Int) throws(CannotSimulate) {
    switch change {
    case .mode(_, let mode): timeline.change(.mode(mode), from: number)
    case .phase(_, let phase): timeline.change(.phase(phase), from: number)
    case .rate(let site, _, let rate): try self.change(rate, of: site, from: number)
    case .dialect(_, let name): try self.change(dialect: name, from: number)
    case .seed(_, let seed): try restart(seed: seed, at: number)
    case .other(let what, _, _, _):
      guard let setting = change.faultSetting else { throw .change(what: what, call: number) }
      timeline.change(setting, from: number)
    }
  }

  private mutating func change(
    _ rate: Rate, of site: String?, from number: Int
  ) throws(CannotSimulate) {
    let chosen = timeline.header.sites.map(\.name).filter { site == nil || $0 == site }
    if chosen.isEmpty { throw .change(what: "rate", call: number) }
    for name in chosen { timeline.change(.rate(site: name, rate), from: number) }
  }

  /// A sequential dialect passes over what all calls before would have drawn.
  private mutating func change(
    dialect name: String, from number: Int
  ) throws(CannotSimulate) {
    guard let dialect = try? Dialect.named(name) else { throw .unknown("dialect", value: name) }
    if limit != nil { try WorkLimit.check(dialect) }
    limit?.spend(number / 16)
    if limit?.isSpent == true { throw .tooFar(call: number) }
    timeline.change(.dialect(dialect), from: number)
  }

  /// Another seed is another simulation: it begins at call 1.
  private mutating func restart(seed: UInt64, at number: Int) throws(CannotSimulate) {
    guard number == 1, timeline.position == 0 else {
      throw .change(what: "seed", call: number)
    }
    var options = timeline.options
    options.seed = seed
    timeline = try Self.timeline(options)
  }

  private static func timeline(
    _ options: SimulationOptions
  ) throws(CannotSimulate) -> SimulationTimeline {
    do { return try SimulationTimeline(options) } catch { throw .options(error) }
  }
}

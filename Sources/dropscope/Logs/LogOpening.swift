import DropoutEngine
import Interface
import SessionLog
import Sessions

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Opens logs for commands: what is wrong with one ends the command, with file and line.
enum LogOpening {
  /// Whether a log comes from standard input.
  static func isInput(_ path: String) -> Bool { path == "-" }

  /// A recorded session that has a call; one that comes through a pipe is waited for.
  static func file(_ path: String) throws -> LoggedTimeline {
    do {
      var timeline: LogTimeline
      if let spool = try spool(path) {
        spool.fill()
        timeline = try LogTimeline(spool, name: name(path))
      } else {
        timeline = try LogTimeline(path: path)
      }
      while timeline.newest == 0, timeline.hasMore { timeline.readOn() }
      if let failure = timeline.failure { throw failure }
      guard timeline.session != nil else { throw timeline.missingSession }
      guard timeline.newest > 0 else { throw Failure("\(timeline.name): it holds no call") }
      return LoggedTimeline(timeline, follows: false)
    } catch let error as LogError {
      throw Failure(error)
    }
  }

  /// A recorded session in a file that has a call.
  static func whole(_ path: String) throws(Failure) -> LoggedTimeline {
    do { return try file(path) } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("\(path): \(error)")
    }
  }

  /// What takes up a log that cannot be read twice; nil for a file.
  static func spool(_ path: String) throws -> InputSpool? {
    do {
      if isInput(path) { return try InputSpool(owning: dup(STDIN_FILENO)) }
      return InputSpool.isNeeded(for: path) ? try InputSpool(path: path) : nil
    } catch {
      throw Failure(error)
    }
  }

  /// What comes through those of the files that are pipes, to its end.
  static func spools(_ files: [String]) throws -> [String: InputSpool] {
    var spools: [String: InputSpool] = [:]
    for file in files where spools[file] == nil {
      guard let spool = try spool(file) else { continue }
      spool.fill()
      if case .failed(let reason) = spool.status { throw Failure("\(name(file)): \(reason)") }
      spools[file] = spool
    }
    return spools
  }

  /// What people call the log.
  static func name(_ path: String) -> String { isInput(path) ? "standard input" : path }

  /// What people call the logs of one run.
  static func name(_ paths: [String]) -> String {
    let first = name(paths[0])
    return paths.count == 1 ? first : "\(first) and \(paths.count - 1) more"
  }

  /// Where keys come from when standard input is no terminal.
  static var keys: String? { isatty(STDIN_FILENO) == 1 ? nil : "/dev/tty" }

  /// A log that grows, which may be empty yet; nothing but its first line is looked at.
  static func checked(_ timeline: LogTimeline) throws -> LogTimeline {
    var timeline = timeline
    while timeline.session == nil, timeline.hasMore { timeline.readOn() }
    if timeline.session == nil, let failure = timeline.failure { throw Failure(failure) }
    return timeline
  }

  /// Reads all there is.
  static func readOn(_ timeline: inout some Timeline) throws {
    while timeline.readOn() != nil {}
    if let problem = timeline.growth()?.problem { throw Failure(problem) }
  }

  /// The call that a way leads to, at its end; nil where there is none.
  static func reach(_ way: inout Way, in timeline: inout some Timeline) throws -> ForwardCall? {
    while true {
      switch timeline.go(&way) {
      case .passed: break
      case .reached(let call): return call
      case .waiting: guard timeline.readOn() != nil else { return nil }
      case .nothing: return nil
      case .failed(let reason): throw Failure(reason)
      }
    }
  }

  /// What the screen shows of a call that is known.
  static func arrival(
    _ call: ForwardCall, in timeline: inout some Timeline, needs: Needs
  ) throws -> Arrival {
    guard let arrival = Arrival(call, of: &timeline, needs: needs) else {
      let name = timeline.lanes[timeline.reference].name
      throw Failure(LogError.cannotRead(path: name, reason: "it changed while it was read"))
    }
    return arrival
  }
}

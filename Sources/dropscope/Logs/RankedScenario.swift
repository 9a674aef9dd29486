import DropoutEngine
import SessionLog
import Sessions

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A scenario of several ranks: each is simulated and recorded, and the recordings are shown side by
/// side as those of a run's ranks are.
enum RankedScenario {
  /// How many calls are played: some thousand masks, in less than a second.
  static let calls = 160

  /// The ranks of a scenario, recorded in files without names.
  static func timeline(_ options: SimulationOptions, ranks: Int) throws -> RankedTimeline {
    RankedTimeline(
      try (0..<ranks).map { rank in (log: try log(options, rank: rank), rank: Int?.some(rank)) })
  }

  /// `run.jsonl` of rank 2 is `run.rank2.jsonl`.
  static func path(_ path: String, rank: Int) -> String {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
      return "\(path).rank\(rank)"
    }
    return "\(path[..<dot]).rank\(rank)\(path[dot...])"
  }

  private static func log(_ options: SimulationOptions, rank: Int) throws -> LoggedTimeline {
    var options = options
    options.rank = rank
    var path = Array(
      ((getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/dropscope-XXXXXX")
        .utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw Failure("no temporary file: \(String(cString: strerror(errno)))") }
    close(file)
    let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(name) }
    do {
      try record(options, to: name)
      let spool = try InputSpool(path: name)
      spool.fill()
      return LoggedTimeline(try LogTimeline(spool, name: "rank \(rank)"), follows: false)
    } catch let error as LogError {
      throw Failure(error)
    } catch let error as SimulationError {
      throw Failure(error)
    }
  }

  private static func record(_ options: SimulationOptions, to path: String) throws {
    var simulation = try Simulation(options)
    let surroundings = Surroundings.program
    let session = SessionRecord(
      simulation: options, header: simulation.header, app: surroundings.app,
      started: surroundings.date())
    let recorder = try Recorder(
      path: path, force: true, session: session, begun: nil, now: surroundings.now)
    for _ in 0..<calls { try recorder.write(simulation.next()) }
    try recorder.close(reason: "done")
  }
}

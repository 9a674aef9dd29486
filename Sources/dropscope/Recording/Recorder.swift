import DropoutEngine
import FoundationEssentials
import Reports
import SessionLog

/// Writes the calls of a timeline to a log as they are first run, and what happens between them.
final class Recorder {
  private let writer: LogWriter
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  /// The last call written; calls up to it are not written again when they are shown again.
  private(set) var lastWritten: Int
  /// The highest call that a change or mark in the log belongs to.
  private var lastPinned = 0
  /// How old the session was when this recorder went on with it, in milliseconds.
  private let age: Int
  /// What the session record says, as options; nil where nothing was simulated.
  private let begun: SimulationOptions?
  private let header: SessionHeader
  /// What a session that was begun again has otherwise than its record says, as changes at call 1.
  private var baseline: [Annotation] = []

  /// Begins a log with its session record.
  ///
  /// - Parameters:
  ///   - begun: what a simulation began with; nil for calls from a log, which nothing changes.
  ///   - after: calls up to this number stay out of the log.
  init(
    path: String, force: Bool, session: SessionRecord, begun: SimulationOptions?, after: Int = 0
  ) throws(LogError) {
    start = clock.now
    lastWritten = after
    age = 0
    self.begun = begun
    header = session.header
    writer = try LogWriter(path: path, session: session, force: force)
  }

  /// Goes on with a log that is there.
  ///
  /// - Parameters:
  ///   - timeline: the session, simulated up to the last call in the log.
  ///   - age: the time of the last record, in milliseconds.
  init(appendingTo path: String, timeline: SimulationTimeline, age: Int) throws(LogError) {
    start = clock.now
    self.age = age
    lastWritten = timeline.position
    begun = timeline.options
    header = timeline.header
    writer = try LogWriter(appendingTo: path)
  }

  /// Begins a log under a name that no file has yet: the one that was given, or one of its own.
  convenience init(
    unusedNameFor path: String?, session: SessionRecord, begun: SimulationOptions?, after: Int
  ) throws(LogError) {
    let header = session.header
    let stem = "dropscope-\(header.preset ?? header.source)"
    var names = path.map { [$0] } ?? []
    names += (1...999).map { "\(stem)-\($0).jsonl" }
    var last = LogError.exists(path: stem)
    for name in names {
      do {
        try self.init(path: name, force: false, session: session, begun: begun, after: after)
        return
      } catch LogError.exists(let path) {
        last = .exists(path: path)
      }
    }
    throw last
  }

  /// The session record of a simulation that starts now.
  static func session(header: SessionHeader, options: SimulationOptions) -> SessionRecord {
    SessionRecord(simulation: options, header: header, app: app, started: now)
  }

  /// The session record of calls that come from another log.
  static func session(header: SessionHeader, batch: Int?) -> SessionRecord {
    SessionRecord(app: app, started: now, header: header, batch: batch)
  }

  private static var app: String { "dropscope \(Version.number)" }
  private static var now: String { Date.now.ISO8601Format() }

  /// The file's path as it was given.
  var path: String { writer.path }

  private var milliseconds: Int { age + Int((clock.now - start) / .milliseconds(1)) }

  /// Writes a call unless it stands in the log already.
  func write(_ call: ForwardCall) throws(Failure) {
    guard call.number > lastWritten else { return }
    try put(.call(call, ms: milliseconds))
    lastWritten = call.number
  }

  /// Writes a change or a mark.
  ///
  /// Calls that a change replaces are taken back first, with all that is pinned to its call; what
  /// still holds there is told again.
  ///
  /// - Parameter standing: all changes and marks that hold now.
  func write(_ annotation: Annotation, among standing: [Annotation] = []) throws(Failure) {
    guard case .change = annotation.kind, try rewind(to: annotation.number) else {
      return try put(annotation)
    }
    for entry in standing where entry.number == annotation.number { try put(entry) }
  }

  /// Tells a change or a mark that was there before the log began.
  func tell(_ annotation: Annotation) throws(Failure) { try put(annotation) }

  /// Begins the session again before call 1, with the seed and the settings that it has now.
  func restart(as timeline: SimulationTimeline) throws(Failure) {
    baseline = differences(of: timeline)
    lastPinned = max(lastPinned, 2)
    try rewind(to: 1)
  }

  /// Says that call `number` and later ones, and what is pinned to them, are replaced by what
  /// follows, where any of that is in the log.
  @discardableResult
  func rewind(to number: Int) throws(Failure) -> Bool {
    guard number <= lastWritten || number < lastPinned else { return false }
    try put(.rewind(n: number, ms: milliseconds))
    lastWritten = min(lastWritten, number - 1)
    lastPinned = min(lastPinned, number - 1)
    if number == 1 { for annotation in baseline { try put(annotation) } }
    return true
  }

  private func differences(of timeline: SimulationTimeline) -> [Annotation] {
    guard let begun else { return [] }
    let now = timeline.settings(at: 1)
    var changes: [Change] = [
      .seed(from: header.seed ?? 0, to: timeline.header.seed ?? 0),
      .dialect(from: header.dialect ?? "", to: now.dialect.name),
      .mode(from: begun.mode, to: now.mode), .phase(from: begun.phase, to: now.phase),
    ]
    for site in header.sites {
      guard let before = site.rate, let rate = now.rate(of: site.name) else { continue }
      changes.append(.rate(site: site.name, from: before, to: rate))
    }
    return changes.filter { $0.from != $0.to }.map {
      Annotation(number: 1, kind: .change($0))
    }
  }

  /// Ends the log.
  func close(reason: String) throws(Failure) {
    do {
      try writer.close(end: .end(n: lastWritten, ms: milliseconds, reason: reason))
    } catch {
      throw Failure(error)
    }
  }

  private func put(_ annotation: Annotation) throws(Failure) {
    lastPinned = max(lastPinned, annotation.number)
    try put(.annotation(annotation, ms: milliseconds))
  }

  private func put(_ record: LogRecord) throws(Failure) {
    do { try writer.write(record) } catch { throw Failure(error) }
  }
}

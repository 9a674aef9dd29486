package import DropoutEngine
package import SessionLog

/// Writes the calls of a timeline to a log as they are first run, and what happens between them.
package final class Recorder {
  private let writer: LogWriter
  private let now: @Sendable () -> Double
  private let start: Double
  /// The last call written; calls up to it are not written again when they are shown again.
  package private(set) var lastWritten: Int
  /// The highest call that a change or mark in the log belongs to.
  private var lastPinned = 0
  /// How old the session was when this recorder went on with it, in milliseconds.
  private let age: Int
  /// The settings that the session record tells; nil for calls that nothing here changes.
  private let begun: Settings?
  private let header: SessionHeader
  /// What a session that was begun again has otherwise than its record says, as changes at call 1.
  private var baseline: [Annotation] = []
  /// How many of the session's sites were taken note of, and those of them that no record in this
  /// log has named yet.
  private var knownSites: Int
  private var unnamed: [String: SiteHeader] = [:]

  /// Begins a log with its session record.
  ///
  /// - Parameters:
  ///   - begun: the settings that the record tells, of a session whose settings can change.
  ///   - after: calls up to this number stay out of the log.
  ///   - now: seconds on a clock that never goes back.
  package init(
    path: String, force: Bool, session: SessionRecord, begun: Settings?, after: Int = 0,
    now: @escaping @Sendable () -> Double
  ) throws(LogError) {
    self.now = now
    start = now()
    lastWritten = after
    age = 0
    self.begun = begun
    header = session.header
    knownSites = session.header.sites.count
    writer = try LogWriter(path: path, session: session, force: force)
  }

  /// Goes on with a log that is there.
  ///
  /// - Parameters:
  ///   - timeline: the session, simulated up to the last call in the log.
  ///   - age: the time of the last record, in milliseconds.
  package init(
    appendingTo path: String, timeline: SimulationTimeline, age: Int,
    now: @escaping @Sendable () -> Double
  ) throws(LogError) {
    self.now = now
    start = now()
    self.age = age
    lastWritten = timeline.position
    begun = timeline.settings(at: 0)
    header = timeline.header
    knownSites = timeline.header.sites.count
    writer = try LogWriter(appendingTo: path)
  }

  /// Begins a log under a name that no file has yet: the one that was given, or one of its own.
  package convenience init(
    unusedNameFor path: String?, session: SessionRecord, begun: Settings?, after: Int,
    now: @escaping @Sendable () -> Double
  ) throws(LogError) {
    let header = session.header
    let stem = "dropscope-\(header.preset ?? header.source)"
    var names = path.map { [$0] } ?? []
    names += (1...999).map { "\(stem)-\($0).jsonl" }
    var last = LogError.exists(path: stem)
    for name in names {
      do {
        try self.init(
          path: name, force: false, session: session, begun: begun, after: after, now: now)
        return
      } catch LogError.exists(let path) {
        last = .exists(path: path)
      }
    }
    throw last
  }

  /// The file's path as it was given.
  package var path: String { writer.path }

  private var milliseconds: Int { age + Int((now() - start) * 1000) }

  /// Writes a call unless it stands in the log already, after the sites in it that are new.
  ///
  /// - Parameter sites: the session's sites as far as they are known; those of its record first.
  package func write(_ call: ForwardCall, sites: [SiteHeader] = []) throws(LogError) {
    guard call.number > lastWritten else { return }
    if sites.count > knownSites {
      for site in sites[knownSites...] { unnamed[site.name] = site }
      knownSites = sites.count
    }
    if !unnamed.isEmpty { try name(call.sites) }
    try put(.call(call, ms: milliseconds))
    lastWritten = call.number
  }

  private func name(_ entries: [SiteCall]) throws(LogError) {
    for entry in entries {
      if let site = unnamed.removeValue(forKey: entry.name) { try put(.site(site)) }
    }
  }

  /// Writes what ran again of a call that stands in the log.
  package func write(recomputed sites: [SiteCall], of number: Int) throws(LogError) {
    guard number <= lastWritten else { return }
    try put(.recompute(n: number, ms: milliseconds, sites: sites))
  }

  /// Writes a change or a mark.
  ///
  /// Calls that a change replaces are taken back first, with all that is pinned to its call; what
  /// still holds there is told again.
  ///
  /// - Parameter standing: all changes and marks that hold now.
  package func write(
    _ annotation: Annotation, among standing: [Annotation] = []
  ) throws(LogError) {
    guard case .change = annotation.kind, try rewind(to: annotation.number) else {
      return try put(annotation)
    }
    for entry in standing where entry.number == annotation.number { try put(entry) }
  }

  /// Tells what happened before the log began.
  package func tell(_ annotation: Annotation) throws(LogError) { try put(annotation) }

  /// Begins the session again before call 1.
  ///
  /// - Parameters:
  ///   - seed: the seed that it has now.
  ///   - settings: the settings that it has now.
  package func restart(seed: UInt64?, settings: Settings?) throws(LogError) {
    baseline = differences(seed: seed ?? 0, settings)
    lastPinned = max(lastPinned, 2)
    try rewind(to: 1)
  }

  /// Says that call `number` and later ones, and what is pinned to them, are replaced by what
  /// follows, where any of that is in the log.
  @discardableResult
  package func rewind(to number: Int) throws(LogError) -> Bool {
    guard number <= lastWritten || number < lastPinned else { return false }
    try put(.rewind(n: number, ms: milliseconds))
    lastWritten = min(lastWritten, number - 1)
    lastPinned = min(lastPinned, number - 1)
    if number == 1 { for annotation in baseline { try put(annotation) } }
    return true
  }

  private func differences(seed: UInt64, _ settings: Settings?) -> [Annotation] {
    guard let begun, let settings else { return [] }
    var changes: [Change] = [
      .seed(from: header.seed ?? 0, to: seed),
      .dialect(from: header.dialect ?? "", to: settings.dialect.name),
      .mode(from: begun.mode, to: settings.mode), .phase(from: begun.phase, to: settings.phase),
      .fault(from: begun.fault, to: settings.fault),
    ]
    for site in header.sites {
      guard let before = site.rate, let rate = settings.rate(of: site.name) else { continue }
      changes.append(.rate(site: site.name, from: before, to: rate))
    }
    return changes.filter { $0.from != $0.to }.map {
      Annotation(number: 1, kind: .change($0))
    }
  }

  /// Ends the log.
  package func close(reason: String) throws(LogError) {
    try writer.close(end: .end(n: lastWritten, ms: milliseconds, reason: reason))
  }

  private func put(_ annotation: Annotation) throws(LogError) {
    lastPinned = max(lastPinned, annotation.number)
    try put(.annotation(annotation, ms: milliseconds))
  }

  private func put(_ record: LogRecord) throws(LogError) { try writer.write(record) }
}

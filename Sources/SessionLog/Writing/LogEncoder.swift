import DropoutEngine

/// Turns records into the lines of a session log.
///
/// The same records give the same bytes. The encoder remembers the session's sites, since a call
/// carries the shape of one only where it differs from what was said before.
///
///     var encoder = LogEncoder()
///     let line = encoder.encode(.session(record))  // one JSON object and a newline
public struct LogEncoder: Sendable {
  private(set) var line = LineBuffer()
  private var sites = SiteTable()

  /// An encoder at the start of a log.
  public init() {}

  /// An encoder that goes on with a log that has its session record already.
  ///
  /// - Parameter session: the session with all sites that the log has named.
  public init(continuing session: SessionRecord) {
    sites = SiteTable(session.header.sites)
  }

  /// The line of one record: a JSON object and its newline, as UTF-8.
  public mutating func encode(_ record: LogRecord) -> [UInt8] {
    encodeLine(record)
    return line.bytes
  }

  /// Leaves the line of one record in ``line``, which is faster than copying it out.
  mutating func encodeLine(_ record: LogRecord) {
    line.removeAll()
    switch record {
    case .session(let session):
      sites = SiteTable(session.header.sites)
      line.append(session)
    case .site(let site):
      sites.add(site)
      line.append(record: site)
    case .call(let call, let ms): line.append(call, ms: ms, sites: sites)
    case .recompute(let n, let ms, let entries):
      line.append(recomputeOf: n, ms: ms, entries, sites: sites)
    case .annotation(let annotation, let ms): line.append(annotation, ms: ms)
    case .rewind(let n, let ms): line.append(rewindTo: n, ms: ms)
    case .end(let n, let ms, let reason): line.append(endAfter: n, ms: ms, reason: reason)
    }
    line.append("}\n")
  }
}

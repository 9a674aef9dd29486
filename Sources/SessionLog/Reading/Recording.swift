public import DropoutEngine

/// What a log amounts to once all its records were read: the calls that count, in order.
///
/// A rewind takes back the calls from its number on and what was pinned to them.
///
/// Invariant: the numbers of ``calls`` increase strictly.
public struct Recording: Sendable, Equatable {
  private var begun: SessionRecord?
  private var sites = SiteTable()
  /// The calls that no rewind has taken back, by number.
  public private(set) var calls: [ForwardCall] = []
  /// Why the session ended; nil where the log just stops, or goes on after an end.
  public private(set) var endReason: String?

  /// Changes and marks, with those that were taken back.
  private var allAnnotations: [Annotation] = []
  /// Rewinds that matter still, the largest `n` last; `position` is the number of annotations that
  /// came before it.
  private var rewinds: [Rewind] = []

  private struct Rewind: Equatable {
    var position: Int
    var n: Int
  }

  /// The session, with all sites that were named; nil before its record.
  public var session: SessionRecord? {
    guard var session = begun else { return nil }
    session.header.sites = sites.sites
    return session
  }

  /// Nothing yet.
  public init() {}

  /// Reads all that a reader has left.
  public init(_ reader: inout LogReader) throws(LogError) {
    while let record = try reader.next() { apply(record) }
  }

  /// Takes the next record.
  ///
  /// A call whose number is not above the last one's takes back the calls from that number on, as
  /// if a rewind stood before it; a ``LogReader`` hands out none such.
  public mutating func apply(_ record: LogRecord) {
    if case .end(_, _, let reason) = record {
      endReason = reason
      return
    }
    endReason = nil
    switch record {
    case .session(let session):
      begun = session
      sites = SiteTable(session.header.sites)
    case .call(let call, _):
      dropCalls(from: call.number)
      calls.append(call)
    case .site(let site): sites.add(site)
    case .recompute(let n, _, let sites):
      if let index = calls.lastIndex(where: { $0.number == n }) { calls[index].sites += sites }
    case .annotation(let annotation, _): allAnnotations.append(annotation)
    case .rewind(let n, _):
      dropCalls(from: n)
      while let last = rewinds.last, last.n >= n { rewinds.removeLast() }
      rewinds.append(Rewind(position: allAnnotations.count, n: n))
    case .end: break
    }
  }

  /// The changes and marks that no rewind has taken back, in the order in which they came.
  ///
  /// Linear in the number of annotations: rewinds are not carried out one by one, since a log full
  /// of them would then take quadratic time.
  public var annotations: [Annotation] {
    var kept: [Annotation] = []
    var next = 0
    for (position, annotation) in allAnnotations.enumerated() {
      while next < rewinds.count, rewinds[next].position <= position { next += 1 }
      if next == rewinds.count || annotation.number < rewinds[next].n { kept.append(annotation) }
    }
    return kept
  }

  private mutating func dropCalls(from number: Int) {
    while let last = calls.last, last.number >= number { calls.removeLast() }
  }
}

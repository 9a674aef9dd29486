public import DropoutEngine
public import SessionLog

/// What a first reading of a log tells: which of its calls count, and how large they are.
///
/// A call that a rewind takes back does not count, which is known only once the log was read to its
/// end. So what goes through the calls of a log reads it twice and keeps eight bytes a call, never
/// the calls.
public struct SessionOutline: Sendable {
  /// The session record.
  public let session: SessionRecord
  /// The numbers of the calls that count, in order.
  public private(set) var numbers: [Int] = []
  /// The sites of the first call that counts, by which a table is laid out.
  public private(set) var sites: [SiteCall] = []
  /// Bytes of an unfinished last line.
  public let tornTail: Int?
  /// For each call that counts: how many call records stand before it.
  private var places: [Int] = []

  /// Reads a log to its end.
  public init(path: String) throws(LogError) {
    var reader = try LogReader(path: path)
    var place = 0
    while let record = try reader.next() {
      switch record {
      case .call(let call, _):
        if numbers.isEmpty { sites = call.sites.map(\.withoutMask) }
        numbers.append(call.number)
        places.append(place)
        place += 1
      case .rewind(let n, _):
        while let last = numbers.last, last >= n {
          numbers.removeLast()
          places.removeLast()
        }
      case .session, .site, .recompute, .annotation, .end: break
      }
    }
    guard let session = reader.session else { throw LogError.noSession(path: path) }
    self.session = session
    tornTail = reader.tornTail
  }

  /// Whether the call record that stands after `place` others counts; `next` is the index to look
  /// at, which moves on.
  func counts(place: Int, next: inout Int) -> Bool {
    guard next < places.count, places[next] == place else { return false }
    next += 1
    return true
  }
}

extension SiteCall {
  fileprivate var withoutMask: SiteCall {
    var site = self
    site.draw = .unknown
    return site
  }
}

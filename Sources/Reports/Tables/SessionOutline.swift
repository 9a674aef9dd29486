public import DropoutEngine
public import SessionLog

/// What a first reading of a log tells: which of its calls count, and what comes for them later.
///
/// A call that a rewind takes back does not count, which is known only once the log was read to its
/// end. So what goes through the calls of a log reads it twice and keeps sixteen bytes a call, never
/// the calls.
public struct SessionOutline: Sendable {
  /// Is given the entries of a call record, whether it will count or not, and of what is
  /// recomputed of it later, with the call's place: how many call records stand before it.
  public typealias Visit = ([SiteCall], _ place: Int) -> Void

  /// How many call records may stand between a call and what was recomputed of it; what comes
  /// later is left out, since calls are held until it comes.
  static let patience = 64

  /// The session record, with all sites that the log names.
  public let session: SessionRecord
  /// The numbers of the calls that count, in order.
  public private(set) var numbers: [Int] = []
  /// For each call that counts: how many call records stand before it, which is its place.
  private(set) var places: [Int] = []
  /// Bytes of an unfinished last line.
  public let tornTail: Int?
  /// How many records of recomputed sites came too late to be counted to their call.
  public private(set) var late = 0
  /// How many such records are still to come for the call at a place.
  private(set) var awaited: [Int: Int] = [:]

  /// Reads a log to its end.
  ///
  /// - Parameter visit: looks at what is met on the way.
  public init(path: String, visit: Visit = { _, _ in }) throws(LogError) {
    let reader = LogReadAhead(try LogReader(path: path, .withoutBins))
    var seen = 0
    while let record = try reader.next() {
      switch record {
      case .call(let call, _):
        numbers.append(call.number)
        places.append(seen)
        visit(call.sites, seen)
        seen += 1
      case .recompute(let n, _, let sites):
        guard let place = Self.place(of: n, numbers, places) else { continue }
        guard seen - place <= Self.patience else {
          late += 1
          continue
        }
        awaited[place, default: 0] += 1
        visit(sites, place)
      case .rewind(let n, _):
        while let last = numbers.last, last >= n {
          numbers.removeLast()
          awaited[places.removeLast()] = nil
        }
      case .session, .site, .annotation, .end: break
      }
    }
    guard let session = reader.session else { throw LogError.noSession(path: path) }
    self.session = session
    tornTail = reader.tornTail
  }

  /// The place of call `number`: numbers increase, and those that are asked for are the last ones.
  private static func place(of number: Int, _ numbers: [Int], _ places: [Int]) -> Int? {
    for index in numbers.indices.reversed().prefix(patience + 1)
    where numbers[index] <= number {
      return numbers[index] == number ? places[index] : nil
    }
    return nil
  }
}

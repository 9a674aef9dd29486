import Dispatch
public import DropoutEngine
public import SessionLog
import Synchronization

/// The calls of a log that count, one after another, each with what was recomputed of it.
///
///     var calls = try SessionCalls(path: "d.jsonl")
///     while let call = try calls.next() { … }
public struct SessionCalls: ~Copyable {
  /// What the first reading told.
  public let outline: SessionOutline
  /// How many call records stand before the call that was handed out last.
  public private(set) var place = 0
  private let reader: LogReadAhead
  /// How many call records were read.
  private var seen = 0
  /// How many calls that count were read.
  private var counted = 0
  /// Calls that were read and not handed out, the oldest first.
  private var held: [(call: ForwardCall, place: Int, awaited: Int)] = []

  /// Reads a log once; ``next()`` reads it again.
  ///
  /// - Parameter visit: looks at what the first reading meets.
  public init(path: String, visit: SessionOutline.Visit = { _, _ in }) throws(LogError) {
    try self.init(SessionOutline(path: path, visit: visit), path: path, .whole)
  }

  private init(
    _ outline: SessionOutline, path: String, _ detail: LogDetail
  ) throws(LogError) {
    self.outline = outline
    reader = LogReadAhead(try LogReader(path: path, detail))
  }

  /// Reads two logs at once, whose calls are compared: how values spread over bins is left out.
  ///
  /// - Throws: what is wrong with the first, if anything is.
  public static func both(
    _ first: String, _ second: String,
    _ body: (inout SessionCalls, inout SessionCalls) throws -> Void
  ) throws {
    let paths = [first, second]
    let outlines = Mutex<[Result<SessionOutline, LogError>?]>([nil, nil])
    DispatchQueue.concurrentPerform(iterations: 2) { side in
      let outline = Result { () throws(LogError) in try SessionOutline(path: paths[side]) }
      outlines.withLock { $0[side] = outline }
    }
    let (a, b) = outlines.withLock { ($0[0], $0[1]) }
    guard let a, let b else { return }
    var left = try SessionCalls(try a.get(), path: first, .withoutBins)
    var right = try SessionCalls(try b.get(), path: second, .withoutBins)
    try body(&left, &right)
  }

  /// The next call; nil after the last.
  public mutating func next() throws(LogError) -> ForwardCall? {
    while true {
      if let first = held.first,
        first.awaited == 0 || seen - first.place > SessionOutline.patience
      {
        place = first.place
        return held.removeFirst().call
      }
      guard !isRead || !held.isEmpty else { return nil }
      guard let record = try reader.next() else {
        // Another file than was read first: nothing more is to come.
        for index in held.indices { held[index].awaited = 0 }
        if held.isEmpty { return nil }
        continue
      }
      take(record)
    }
  }

  /// Whether all calls that count were read.
  private var isRead: Bool { counted == outline.places.count }

  private mutating func take(_ record: LogRecord) {
    switch record {
    case .call(let call, _):
      defer { seen += 1 }
      guard !isRead, outline.places[counted] == seen else { return }
      counted += 1
      held.append((call, seen, outline.awaited[seen] ?? 0))
    case .recompute(let n, _, let sites):
      guard let index = held.firstIndex(where: { $0.call.number == n && $0.awaited > 0 }) else {
        return
      }
      held[index].call.sites += sites
      held[index].awaited -= 1
    default: break
    }
  }
}

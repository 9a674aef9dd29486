public import DropoutEngine
public import SessionLog

/// The calls of a log that count, one after another, each with what was recomputed of it.
///
///     var calls = try SessionCalls(path: "d.jsonl")
///     while let call = try calls.next() { … }
public struct SessionCalls {
  /// What the first reading told.
  public let outline: SessionOutline
  /// How many call records stand before the call that was handed out last.
  public private(set) var place = 0
  private var reader: LogReader
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
    outline = try SessionOutline(path: path, visit: visit)
    reader = try LogReader(path: path)
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

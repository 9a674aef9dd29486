public import DropoutEngine
public import SessionLog

/// The calls of a log that count, one after another.
///
///     var calls = try SessionCalls(path: "d.jsonl")
///     while let call = try calls.next() { … }
public struct SessionCalls {
  /// What the first reading told.
  public let outline: SessionOutline
  private var reader: LogReader
  private var place = 0
  private var index = 0

  /// Reads a log once; ``next()`` reads it again.
  public init(path: String) throws(LogError) {
    outline = try SessionOutline(path: path)
    reader = try LogReader(path: path)
  }

  /// The next call; nil after the last.
  public mutating func next() throws(LogError) -> ForwardCall? {
    while index < outline.numbers.count, let record = try reader.next() {
      guard case .call(let call, _) = record else { continue }
      defer { place += 1 }
      if outline.counts(place: place, next: &index) { return call }
    }
    return nil
  }
}

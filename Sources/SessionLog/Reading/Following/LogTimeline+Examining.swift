package import DropoutEngine
import JSONText

// All calls in order, each read once, beside what is on screen.
extension LogTimeline {
  /// The call behind another one.
  package enum Following: Sendable, Equatable {
    case call(ForwardCall)
    /// It cannot be read: `line` counts from 1.
    case broken(number: Int, line: Int)
  }

  /// The call that follows `number`; nil where there is none yet.
  ///
  /// A broken one is told of, and does not end the log as ``call(_:)`` does.
  package mutating func following(_ number: Int) throws(LogError) -> Following? {
    swap(&loaded, &examined)
    defer { swap(&loaded, &examined) }
    guard let line = try line(after: number) else { return nil }
    guard let call = try? decode(line) else {
      return .broken(number: line.number, line: line.line)
    }
    return .call(call)
  }

  /// The line, from 1, at which the index had to end.
  package var brokenLine: Int? { index.failure?.line }

  /// How many bytes of an unfinished line stand behind the last whole one, once all was read.
  package var tornTail: Int? {
    guard failure == nil, !hasMore, file.size > index.position else { return nil }
    return file.size - index.position
  }
}

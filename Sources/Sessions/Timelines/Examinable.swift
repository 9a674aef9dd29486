package import DropoutEngine

/// What a timeline has for the examination next.
package enum Examinable: Sendable, Equatable {
  case call(ForwardCall)
  /// A call whose line, counted from 1, cannot be read.
  case broken(number: Int, line: Int)
  /// A call that takes more work: ask again.
  case working
  /// Nothing yet.
  case nothing
}

/// What is left where a log ends.
package struct Remains: Sendable, Equatable {
  /// The line, from 1, that is no record.
  package var brokenLine: Int?
  /// Bytes of an unfinished last line.
  package var tornTail: Int?
}

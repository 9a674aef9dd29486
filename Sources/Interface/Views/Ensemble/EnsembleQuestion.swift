package import DropoutEngine

/// What an input comes to under many masks.
package struct EnsembleQuestion: Question {
  package typealias Answer = Ensemble
  package static let isOfCall = false

  package var input: TrialInput
  package var masks: Int
  /// The mean of few masks on the rows held out will do: calls go by, and the next one comes soon.
  package var isQuick: Bool
  /// From so many calls further on the next weights are taken: more than a few times a second nobody
  /// can read.
  package var stride: Int
  /// What the input comes to when it is turned is wanted, too.
  package var hasTurns: Bool

  /// How many masks are averaged on the rows held out.
  package var curveEnd: Int { isQuick ? 30 : masks }
}

/// What one input comes to under many masks, on weights that are held.
package struct Ensemble: Sendable, Equatable {
  /// The call whose weights these are.
  package var number: Int
  package var input: TrialInput
  package var sample: TrialSample
  /// Whether outputs are probabilities of classes; else they are what the last site hands on.
  package var hasClasses: Bool
  /// How many outputs the network has; those kept may be fewer.
  package var width: Int
  /// One row a mask, in the order in which they were drawn; the first of its outputs.
  package var outputs: [[Float]] = []
  /// What one scaled pass without masks gives.
  package var evaluation: [Float]
  /// One an output that is kept.
  package var spreads: [OutputSpread] = []
  /// Nil where there are no classes.
  package var uncertainty: Uncertainty?
  /// How many of the masks are different ones.
  package var distinct = 0
  /// How many decisions a mask has: with n of them there are 2^n.
  package var decisions = 0
  /// How good the mean of the first K masks is on the rows held out, for some K.
  package var curve: [CurvePoint] = []
  /// The same of one scaled pass.
  package var scaled: Score?
  /// How many masks the curve will end at.
  package var curveEnd = 0
  /// The same input turned in steps, where that was asked for.
  package var turned: [Turned] = []

  /// The most outputs of which every mask's are kept.
  package static let mostOutputs = 64

  /// The input turned by so many times 15 degrees.
  package struct Turned: Sendable, Equatable {
    package var turns: Int
    /// As it goes in.
    package var values: [Float]
    /// The mean over the masks.
    package var mean: [Double]
    package var doubt: Uncertainty

    /// What the masks of a trial came to; nil where there are no classes.
    package init?(_ ensemble: Ensemble) {
      guard let doubt = ensemble.uncertainty else { return nil }
      turns = ensemble.input.turns
      values = ensemble.sample.values
      mean = ensemble.spreads.map(\.mean)
      self.doubt = doubt
    }
  }

  /// The mean of so many masks on the rows held out.
  package struct CurvePoint: Sendable, Equatable {
    package var masks: Int
    package var score: Score
  }
}

extension Ensemble {
  /// The likeliest class of an output.
  package static func answer(_ output: [Float]) -> Int {
    output.indices.max { output[$0] < output[$1] } ?? 0
  }

  /// How many masks answered what: by class.
  package var votes: [Int] {
    var votes = [Int](repeating: 0, count: evaluation.count)
    for output in outputs where !output.isEmpty { votes[Ensemble.answer(output)] += 1 }
    return votes
  }

  /// The mean of the outputs.
  package var mean: [Float] { spreads.map { Float($0.mean) } }
}

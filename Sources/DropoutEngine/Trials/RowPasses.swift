/// Passes of the same rows through a network, each with other masks.
///
/// What comes before the first mask is the same in all of them, and is computed once.
struct RowPasses {
  let rows: Int
  /// The activation before the first site.
  let before: [Float]
  private let tail: DenseNetwork<Float>
  private var masked: [Float]
  private var pass = ForwardPass<Float>()

  /// - Parameter input: rows x features.
  init(_ held: HeldNetwork, _ input: [Float], rows: Int) {
    self.rows = rows
    if let first = held.network.layers.first {
      let head = DenseNetwork(layers: [first], endsInDropout: true)
      var pass = ForwardPass<Float>()
      var step = ScaledStep(scales: [1])
      head.forward(input, rows: rows, pass: &pass, dropout: &step)
      before = pass.before[0]
    } else {
      before = input
    }
    tail = DenseNetwork(
      layers: Array(held.network.layers.dropFirst()), endsInDropout: held.network.endsInDropout)
    masked = before
  }

  /// Whether what comes out are probabilities of classes.
  var hasClasses: Bool { !tail.layers.isEmpty && !tail.endsInDropout }

  /// Runs the rows through.
  mutating func run(_ step: inout some DropoutStep<Float>) {
    _ = step.run(layer: 0, before: before, after: &masked)
    guard !tail.layers.isEmpty else { return }
    var rest = RestOfSteps(base: step)
    tail.forward(masked, rows: rows, pass: &pass, dropout: &rest)
    step = rest.base
  }

  /// What came out, rows x outputs: probabilities, or what the last site hands on.
  var output: [Float] {
    if tail.layers.isEmpty { return masked }
    return hasClasses ? pass.output : pass.after.last ?? []
  }

  /// Mean cross-entropy of the classes.
  func loss(_ targets: [Int]) -> Double { Double(tail.loss(pass, targets: targets)) }
}

/// The steps of a network from its second site on.
private struct RestOfSteps<Base: DropoutStep>: DropoutStep {
  var base: Base

  mutating func run(
    layer: Int, before: [Base.Scalar], after: inout [Base.Scalar]
  ) -> DropoutSlope<Base.Scalar> {
    base.run(layer: layer + 1, before: before, after: &after)
  }
}

/// How good answers are against known classes.
package struct Score: Sendable, Equatable {
  /// Mean cross-entropy, natural logarithm.
  package var loss: Double
  /// The share whose likeliest class is the true one.
  package var accuracy: Double

  package init(loss: Double, accuracy: Double) {
    self.loss = loss
    self.accuracy = accuracy
  }

  /// - Parameter probabilities: rows x classes.
  init<Value: BinaryFloatingPoint>(_ probabilities: [Value], targets: [Int], loss: Double) {
    let width = probabilities.count / max(targets.count, 1)
    let correct = targets.indices.count { sample in
      let row = probabilities[sample * width..<(sample + 1) * width]
      return row.indices.max { row[$0] < row[$1] } == row.startIndex + targets[sample]
    }
    self.init(loss: loss, accuracy: Double(correct) / Double(max(targets.count, 1)))
  }
}

internal import RealModule

/// Dense layers with a ReLU and dropout between them, and optionally softmax and cross-entropy.
///
/// The dropout itself is a ``DropoutStep``: the network runs it after every ReLU, and passes
/// gradients through the slope it reports.
struct DenseNetwork<Scalar: NetworkScalar>: Sendable, Equatable {
  var layers: [DenseLayer<Scalar>]
  /// Whether ReLU and dropout also follow the last layer, as in the article's network; then there
  /// is no softmax.
  let endsInDropout: Bool

  /// How many layers are followed by dropout.
  var dropoutCount: Int { endsInDropout ? layers.count : max(layers.count - 1, 0) }

  /// Runs the layers on `rows` samples of `input`, rows x features.
  @inline(__always)
  func forward<Step: DropoutStep>(
    _ input: [Scalar], rows: Int, pass: inout ForwardPass<Scalar>, dropout: inout Step
  ) where Step.Scalar == Scalar {
    pass.resize(for: self, rows: rows)
    for (index, layer) in layers.enumerated() {
      let isLast = index == layers.count - 1
      let source = index == 0 ? input : pass.after[index - 1]
      if isLast && !endsInDropout {
        layer.forward(source, rows: rows, into: &pass.logits)
        softmax(width: layer.units, pass: &pass)
      } else {
        layer.forward(source, rows: rows, into: &pass.before[index])
        rectify(&pass.before[index])
        pass.slopes[index] = dropout.run(
          layer: index, before: pass.before[index], after: &pass.after[index])
      }
    }
  }

  /// Mean cross-entropy of the classes in `pass` against `targets`.
  ///
  /// From logits, since the probability of a class may be too small for a float.
  func loss(_ pass: ForwardPass<Scalar>, targets: [Int]) -> Scalar {
    let width = pass.logits.count / max(targets.count, 1)
    var sum: Scalar = 0
    for (sample, target) in targets.enumerated() {
      sum += pass.logSums[sample] - pass.logits[sample * width + target]
    }
    return sum / Scalar(targets.count)
  }

  /// The gradients of the mean cross-entropy for the forward pass just run.
  @inline(__always)
  func backward(
    _ input: [Scalar], targets: [Int], pass: inout ForwardPass<Scalar>,
    into gradients: inout [LayerGradient<Scalar>]
  ) {
    precondition(!endsInDropout, "a network without an output has no loss")
    let rows = targets.count
    let width = pass.output.count / max(rows, 1)
    var upstream = pass.output
    for (sample, target) in targets.enumerated() { upstream[sample * width + target] -= 1 }
    for index in upstream.indices { upstream[index] /= Scalar(rows) }
    for index in layers.indices.reversed() {
      let source = index == 0 ? input : pass.after[index - 1]
      layers[index].gradient(
        input: source, output: upstream, rows: rows, into: &gradients[index])
      guard index > 0 else { return }
      let isFinite = gradients[index].hasFiniteBias && layers[index].isFinite
      upstream = sendBack(
        upstream, through: index, rows: rows, pass: pass, skippingDropped: isFinite)
    }
  }

  /// The gradient before the mask of the layer below `index`: through the weights, the dropout's
  /// slope and ReLU. Only what was kept and positive lets anything through, but for
  /// 0 x infinity = NaN.
  @inline(__always)
  private func sendBack(
    _ upstream: [Scalar], through index: Int, rows: Int, pass: ForwardPass<Scalar>,
    skippingDropped: Bool
  ) -> [Scalar] {
    let layer = layers[index]
    let before = pass.before[index - 1]
    let slope = pass.slopes[index - 1]
    let mask = slope.mask
    let open = OpenElements.list(before, mask: skippingDropped ? mask : nil)
    var result = [Scalar](repeating: 0, count: rows * layer.inputs)
    layer.sendBack(upstream, to: open, scale: slope.scale, into: &result)
    if !skippingDropped, let mask {
      for element in open where !mask[element] { result[element] *= 0 }
    }
    if let factors = slope.factors {
      for element in open { result[element] *= factors[element] }
    }
    return result
  }
}

/// What runs after each ReLU of a network.
protocol DropoutStep<Scalar> {
  associatedtype Scalar: NetworkScalar

  /// Writes the activation that goes on into the network, and says by how much it follows `before`.
  mutating func run(layer: Int, before: [Scalar], after: inout [Scalar]) -> DropoutSlope<Scalar>
}

/// The derivative of what a dropout layer hands on by what came in, element by element: 0/1 of the
/// mask, times the scale, times a factor where the kind draws some.
struct DropoutSlope<Scalar: NetworkScalar>: Sendable {
  /// Nil where everything is kept.
  var mask: Mask?
  var scale: Scalar
  /// Nil where no factors were drawn.
  var factors: [Scalar]?
}

/// max(0, v) as PyTorch computes it: NaN stays NaN.
@inline(__always)
private func rectify<Scalar: NetworkScalar>(_ values: inout [Scalar]) {
  for index in values.indices { values[index] = values[index] < 0 ? 0 : values[index] }
}

/// Softmax of each row's `width` logits, shifted by the row's largest so that nothing overflows.
@inline(__always)
private func softmax<Scalar: NetworkScalar>(width: Int, pass: inout ForwardPass<Scalar>) {
  for sample in pass.logSums.indices {
    let row = sample * width..<(sample + 1) * width
    var largest = pass.logits[row.lowerBound]
    for index in row { largest = max(largest, pass.logits[index]) }
    var sum: Scalar = 0
    for index in row {
      pass.output[index] = Scalar.exp(pass.logits[index] - largest)
      sum += pass.output[index]
    }
    for index in row { pass.output[index] /= sum }
    pass.logSums[sample] = largest + Scalar.log(sum)
  }
}

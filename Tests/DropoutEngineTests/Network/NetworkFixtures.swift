import TestSupport

@testable import DropoutEngine

/// A dropout whose masks are given, so that a network's loss is a smooth function of its weights.
struct FixedStep<Scalar: NetworkScalar>: DropoutStep {
  /// One a dropout layer; nil keeps everything.
  var masks: [Mask?]
  var scale: Scalar

  func run(layer: Int, before: [Scalar], after: inout [Scalar]) -> DropoutSlope<Scalar> {
    let mask = masks[layer]
    after = before.indices.map { before[$0] * (mask?[$0] ?? true ? 1 : 0) * scale }
    return DropoutSlope(mask: mask, scale: scale)
  }
}

/// A network of random weights, a batch for it, and masks.
struct NetworkFixture {
  var network: DenseNetwork<Double>
  let input: [Double]
  let targets: [Int]
  let rows: Int
  var step: FixedStep<Double>

  /// - Parameters:
  ///   - widths: input to output.
  ///   - keep: nil for no masks.
  init(widths: [Int], rows: Int, keep: Double?, scale: Double, seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let layers = zip(widths, widths.dropFirst()).map { inputs, units in
      DenseLayer<Double>(
        inputs: inputs, units: units,
        weights: generator.numbers(inputs * units, in: -1...1),
        bias: generator.numbers(units, in: -0.5...0.5))
    }
    network = DenseNetwork(layers: layers, endsInDropout: false)
    // Some inputs are exactly zero, as pixels are.
    input = generator.numbers(rows * widths[0], in: -1...1).map { abs($0) < 0.2 ? 0 : $0 }
    targets = (0..<rows).map { _ in Int.random(in: 0..<(widths.last ?? 1), using: &generator) }
    self.rows = rows
    let masks = widths.dropFirst().dropLast().map { units in
      keep.map { keep in
        Mask((0..<rows * units).map { _ in Double.random(in: 0..<1, using: &generator) < keep })
      }
    }
    step = FixedStep(masks: masks, scale: scale)
  }

  func loss(_ network: DenseNetwork<Double>) -> Double {
    var pass = ForwardPass<Double>()
    var step = step
    network.forward(input, rows: rows, pass: &pass, dropout: &step)
    return network.loss(pass, targets: targets)
  }

  func gradients() -> [LayerGradient<Double>] {
    var pass = ForwardPass<Double>()
    var step = step
    var gradients = network.layers.map { LayerGradient(like: $0) }
    network.forward(input, rows: rows, pass: &pass, dropout: &step)
    network.backward(input, targets: targets, pass: &pass, into: &gradients)
    return gradients
  }
}

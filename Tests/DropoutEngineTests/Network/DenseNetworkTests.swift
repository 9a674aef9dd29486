import Foundation
import Testing

@testable import DropoutEngine

struct DenseNetworkTests {
  @Test("Float and Double give the same activations and probabilities to float rounding")
  func precisions() {
    for (widths, rows) in [([5, 9, 3], 4), ([7, 33, 17, 4], 2), ([1, 1, 2], 1)] {
      let fixture = NetworkFixture(widths: widths, rows: rows, keep: 0.6, scale: 1.5, seed: 3)
      var double = ForwardPass<Double>()
      var step = fixture.step
      fixture.network.forward(fixture.input, rows: rows, pass: &double, dropout: &step)
      let network = DenseNetwork<Float>(
        layers: fixture.network.layers.map {
          DenseLayer(
            inputs: $0.inputs, units: $0.units, weights: $0.weights.map { Float($0) },
            bias: $0.bias.map { Float($0) })
        }, endsInDropout: false)
      var single = ForwardPass<Float>()
      var singleStep = FixedStep<Float>(masks: fixture.step.masks, scale: 1.5)
      network.forward(
        fixture.input.map { Float($0) }, rows: rows, pass: &single, dropout: &singleStep)
      let pairs = zip(single.after + [single.output], double.after + [double.output])
      for (a, b) in pairs {
        #expect(zip(a, b).allSatisfy { abs(Double($0) - $1) < 1e-5 * max(1, abs($1)) })
      }
    }
  }

  /// One layer of three units whose logits are its bias.
  private func logits(_ bias: [Float]) -> (network: DenseNetwork<Float>, pass: ForwardPass<Float>) {
    let layer = DenseLayer<Float>(
      inputs: 1, units: bias.count, weights: bias.map { _ in 0 }, bias: bias)
    let network = DenseNetwork(layers: [layer], endsInDropout: false)
    var pass = ForwardPass<Float>()
    var step = FixedStep<Float>(masks: [], scale: 1)
    network.forward([0], rows: 1, pass: &pass, dropout: &step)
    return (network, pass)
  }

  @Test("The output is the softmax of the last layer, and the loss its cross-entropy")
  func softmax() {
    let (network, pass) = logits([1, 2, 4])
    let powers = [1.0, 2, 4].map { exp($0) }
    let sum = powers.reduce(0, +)
    for (unit, power) in powers.enumerated() {
      #expect(abs(Double(pass.output[unit]) - power / sum) < 1e-6)
      #expect(abs(Double(network.loss(pass, targets: [unit])) + log(power / sum)) < 1e-6)
    }
  }

  @Test("A confident wrong answer has a finite loss, the distance of the logits")
  func finiteLoss() {
    let (network, pass) = logits([500, 0, -300])
    #expect(network.loss(pass, targets: [0]) == 0)
    #expect(network.loss(pass, targets: [1]) == 500)
    #expect(network.loss(pass, targets: [2]) == 800)
    #expect(pass.output == [1, 0, 0])
  }

  @Test("A NaN weight is seen in every probability and in the loss")
  func notANumber() {
    let (network, pass) = logits([1, .nan, 2])
    #expect(pass.output.allSatisfy { $0.isNaN })
    #expect(network.loss(pass, targets: [0]).isNaN)
  }

  @Test("A pass made for another number of rows is made anew")
  func resizing() {
    let fixture = NetworkFixture(widths: [3, 4, 2], rows: 4, keep: nil, scale: 1, seed: 9)
    var reused = ForwardPass<Double>()
    var step = fixture.step
    for rows in [4, 1, 3] {
      var fresh = ForwardPass<Double>()
      let input = Array(fixture.input.prefix(rows * 3))
      fixture.network.forward(input, rows: rows, pass: &reused, dropout: &step)
      fixture.network.forward(input, rows: rows, pass: &fresh, dropout: &step)
      #expect(reused.output == fresh.output && reused.after == fresh.after)
      #expect(reused.output.count == rows * 2)
    }
  }

  @Test("Where a network ends in dropout, its last layer has a ReLU and no softmax")
  func endsInDropout() {
    let layer = DenseLayer<Float>(inputs: 1, units: 3, weights: [1, -1, 2], bias: [0, 0, 1])
    let network = DenseNetwork(layers: [layer], endsInDropout: true)
    var pass = ForwardPass<Float>()
    var step = FixedStep<Float>(masks: [Mask([true, true, false])], scale: 2)
    network.forward([3], rows: 1, pass: &pass, dropout: &step)
    #expect(pass.before == [[3, 0, 7]] && pass.after == [[6, 0, 0]] && pass.output.isEmpty)
  }
}

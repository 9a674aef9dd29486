import TestSupport
import Testing

@testable import DropoutEngine

struct DenseLayerTests {
  @Test(
    "A forward product is W x + b, for widths on both sides of every vector",
    arguments: [1, 7, 8, 9, 31, 32, 33, 40, 63, 64, 65])
  func product(units: Int) {
    var generator = SplitMix64(state: UInt64(units))
    for inputs in [1, 3, 8] {
      for rows in [1, 2] {
        let layer = DenseLayer<Double>(
          inputs: inputs, units: units,
          weights: generator.numbers(inputs * units, in: -1...1),
          bias: generator.numbers(units, in: -1...1))
        let input = generator.numbers(rows * inputs, in: -1...1).map { $0 < 0 ? 0 : $0 }
        var output = [Double](repeating: .nan, count: rows * units)
        layer.forward(input, rows: rows, into: &output)
        for row in 0..<rows {
          for unit in 0..<units {
            var sum = layer.bias[unit]
            for from in 0..<inputs {
              sum += input[row * inputs + from] * layer.weights[from * units + unit]
            }
            let place = Comment(rawValue: "\(inputs) to \(units), row \(row), unit \(unit)")
            #expect(abs(output[row * units + unit] - sum) < 1e-14, place)
          }
        }
      }
    }
  }

  @Test("Zero inputs meet infinite and NaN weights as 0 x infinity = NaN", arguments: [1, 9, 33])
  func nonFinite(units: Int) {
    for bad in [Float.infinity, -.infinity, .nan] {
      var weights = [Float](repeating: 1, count: 2 * units)
      weights[units - 1] = bad
      let layer = DenseLayer(
        inputs: 2, units: units, weights: weights, bias: Array(repeating: 0, count: units))
      #expect(!layer.isFinite)
      var output = [Float](repeating: 0, count: units)
      layer.forward([0, 1], rows: 1, into: &output)
      #expect(output[units - 1].isNaN, "\(bad), \(units) units")
      #expect(output.dropLast().allSatisfy { $0 == 1 })
    }
  }

  @Test("Three steps with momentum are those worked out by hand")
  func momentum() {
    var layer = DenseLayer<Double>(inputs: 1, units: 2, weights: [1, -1], bias: [0, 0.5])
    var gradient = LayerGradient(like: layer)
    var velocity = LayerGradient(like: layer)
    gradient.weights = [1, 2]
    gradient.bias = [4, 0]
    // v: 1, 1.5, 1.75 times the gradient; w falls by 0.25 v each time.
    for expected in [
      ([0.75, -1.5], [-1.0, 0.5]), ([0.375, -2.25], [-2.5, 0.5]),
      ([-0.0625, -3.125], [-4.25, 0.5]),
    ] {
      layer.step(gradient, velocity: &velocity, rate: 0.25, momentum: 0.5)
      #expect(layer.weights == expected.0)
      #expect(layer.bias == expected.1)
    }
    #expect(velocity.weights == [1.75, 3.5] && velocity.bias == [7, 0])
  }

  @Test("A step into infinity is noticed, and a step back too")
  func steps() {
    var layer = DenseLayer<Double>(inputs: 1, units: 1, weights: [1], bias: [0])
    var gradient = LayerGradient(like: layer)
    var velocity = LayerGradient(like: layer)
    #expect(layer.isFinite)
    gradient.weights = [.infinity]
    layer.step(gradient, velocity: &velocity, rate: 1, momentum: 0)
    #expect(!layer.isFinite)
    var output = [0.0]
    layer.forward([0], rows: 1, into: &output)
    #expect(output[0].isNaN)
  }

  @Test("A NaN from above reaches the weights of zero inputs too, as in a framework")
  func nonFiniteGradient() {
    let layer = DenseLayer<Double>(inputs: 2, units: 2, weights: [1, 1, 1, 1], bias: [0, 0])
    var gradient = LayerGradient(like: layer)
    layer.gradient(input: [0, 1], output: [.nan, 1], rows: 1, into: &gradient)
    #expect(gradient.weights.map(\.isNaN) == [true, false, true, false])
    #expect(gradient.bias[0].isNaN && gradient.bias[1] == 1)
  }
}

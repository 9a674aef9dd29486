import Testing

@testable import DropoutEngine

/// Gradients against central differences of the loss, in double precision.
struct GradientTests {
  /// Widths around the 8 and 32 columns that products take at a time, and single rows and units.
  private static let shapes: [(widths: [Int], rows: Int)] = [
    ([3, 4, 2], 1), ([5, 9, 3], 4), ([8, 8, 8], 2), ([4, 33, 3], 3), ([7, 5, 6, 4], 5),
    ([1, 1, 1, 2], 3), ([6, 2], 4), ([2, 41, 2], 1),
  ]

  /// The step where truncation, about h^2, and rounding, about 1e-16 / h, are both near 1e-11.
  private static let h = 1e-5

  @Test("Every gradient is the slope of the loss through mask and scale", arguments: 0..<8)
  func slopes(shape: Int) {
    let (widths, rows) = Self.shapes[shape]
    // No dropout; vanilla; inverted at p = 0.4; everything dropped.
    for (keep, scale) in [(nil, 1), (0.6, 1), (0.6, 1 / 0.6), (0, 1)] as [(Double?, Double)] {
      let fixture = NetworkFixture(
        widths: widths, rows: rows, keep: keep, scale: scale, seed: UInt64(shape) + 1)
      let gradients = fixture.gradients()
      for layer in fixture.network.layers.indices {
        let weights = slopes(fixture, layer, \.weights)
        let bias = slopes(fixture, layer, \.bias)
        let note = Comment(rawValue: "\(widths) x \(rows), keep \(keep as Any), layer \(layer)")
        #expect(distance(gradients[layer].weights, weights) < 1e-6, note)
        #expect(distance(gradients[layer].bias, bias) < 1e-6, note)
      }
    }
  }

  private func slopes(
    _ fixture: NetworkFixture, _ layer: Int, _ path: WritableKeyPath<DenseLayer<Double>, [Double]>
  ) -> [Double] {
    fixture.network.layers[layer][keyPath: path].indices.map { index in
      var network = fixture.network
      let value = network.layers[layer][keyPath: path][index]
      network.layers[layer][keyPath: path][index] = value + Self.h
      let above = fixture.loss(network)
      network.layers[layer][keyPath: path][index] = value - Self.h
      return (above - fixture.loss(network)) / (2 * Self.h)
    }
  }

  /// The largest difference, relative to the larger number or to 1e-3 for smaller ones.
  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    precondition(a.count == b.count)
    return zip(a, b).map { abs($0 - $1) / max(abs($0), abs($1), 1e-3) }.max() ?? 0
  }

  @Test("A dropped unit learns nothing from the row that dropped it")
  func dropped() {
    var fixture = NetworkFixture(widths: [3, 4, 2], rows: 1, keep: nil, scale: 1, seed: 5)
    fixture.network.layers[0].bias = [2, 2, 2, 2]
    fixture.step.masks = [Mask([true, false, true, false])]
    let gradients = fixture.gradients()
    #expect(gradients[0].bias.map { $0 == 0 } == [false, true, false, true])
    #expect(gradients[1].weights[2..<4].allSatisfy { $0 == 0 })
  }

  @Test("A NaN passes back through dropped units, as 0 x NaN, but not through a ReLU's zeros")
  func nonFinite() {
    var fixture = NetworkFixture(widths: [1, 3, 2], rows: 1, keep: nil, scale: 1, seed: 5)
    fixture.network.layers[0].weights = [0, 0, 0]
    fixture.network.layers[0].bias = [2, 2, -2]
    fixture.network.layers[1].bias = [.infinity, 0]
    fixture.step.masks = [Mask([true, false, true])]
    #expect(fixture.gradients()[0].bias.map { $0.isNaN } == [true, true, false])
  }
}

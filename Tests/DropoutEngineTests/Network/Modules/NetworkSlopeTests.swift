import Foundation
import Testing

@testable import DropoutEngine

/// Gradients of whole networks against differences of the loss, with the masks held: through every
/// kind of dropout that a preset has.
struct NetworkSlopeTests {
  @Test(
    "The loss falls along a gradient as the gradient says, masks held",
    arguments: [
      "convnet", "residual", "selu", "attention", "variance-shift",
      "Linear(64,40) GELU GaussianDropout(0.3) LayerNorm(40) Tanh Linear(40,10)",
      "Conv2d(1,4,3) Sigmoid DropBlock2d(0.2,3) AvgPool2d(2) Dropout2d(.3) Flatten Linear(36,10)",
      "Conv1d(8,6,3) FeatureAlphaDropout(.2) BatchNorm1d(6) MaxPool1d(2) Flatten Linear(18,10)",
    ])
  func slopes(network: String) throws {
    var options = SimulationOptions(preset: Preset(rawValue: network) ?? .digits)
    options.scenario = Scenario(rawValue: network)
    if network.contains("(") { options.network = network }
    options.dialect = .philox
    options.batch = 16
    let parts = try SimulationParts(options)
    var trained = try #require(parts.modules)
    var source = parts.source
    let (inputs, targets) = source.samples(call: 1)
    let fresh = trained
    _ = Self.loss(&trained, parts, options, inputs, targets)
    trained.backward(targets)
    var gradients: [[Float]] = []
    trained.modules.visit { gradients.append($0.gradient) }
    // A step along the gradient, so that what is measured is far above rounding.
    let squares = gradients.joined().reduce(0.0) { $0 + Double($1) * Double($1) }
    let size = 5e-5 / squares.squareRoot()
    let losses = [size, -size].map { size in
      var moved = fresh
      var index = 0
      moved.modules.visit { parameter in
        for place in parameter.values.indices {
          parameter.values[place] += Float(size) * gradients[index][place]
        }
        index += 1
      }
      return Self.loss(&moved, parts, options, inputs, targets)
    }
    let measured = (losses[0] - losses[1]) / (2 * size)
    #expect(abs(measured - squares) < 0.03 * squares, "\(measured), not \(squares)")
  }

  /// In double precision, from the logits.
  private static func loss(
    _ network: inout ModuleNetwork, _ parts: SimulationParts, _ options: SimulationOptions,
    _ inputs: [Float], _ targets: [Int]
  ) -> Double {
    var dropouts = DropoutLayers(
      sites: parts.sites, mode: .inverted, phase: .train, masks: parts.masks)
    dropouts.begin(call: 1)
    network.forward(inputs, rows: targets.count, phase: .train, dropout: &dropouts)
    let width = network.logits.count / targets.count
    var sum = 0.0
    for (sample, target) in targets.enumerated() {
      let row = network.logits[sample * width..<(sample + 1) * width].map { Double($0) }
      let largest = row.max() ?? 0
      sum += largest + log(row.reduce(0) { $0 + exp($1 - largest) }) - row[target]
    }
    return sum / Double(targets.count)
  }
}

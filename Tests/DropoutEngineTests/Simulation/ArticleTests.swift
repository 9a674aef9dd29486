import TestSupport
import Testing

@testable import DropoutEngine

/// The four functions of reference/article.md against straightforward scalar code.
struct ArticleTests {
  /// w x + b through ReLU, as the article writes it, in double precision.
  private func layer(_ weights: DenseLayerWeights, _ input: [Double]) -> [Double] {
    weights.bias.indices.map { unit in
      let row = weights.weight.values[unit * input.count..<(unit + 1) * input.count]
      let sum = zip(row, input).reduce(Double(weights.bias[unit])) { $0 + Double($1.0) * $1.1 }
      return max(0, sum)
    }
  }

  private func factor(_ mode: Mode, _ phase: Phase, _ rate: Double) -> Double {
    switch (mode, phase) {
    case (.vanilla, .train), (.inverted, .eval): 1
    case (.vanilla, .eval): 1 - rate
    case (.inverted, .train): 1 / (1 - rate)
    }
  }

  private func isClose(_ a: [Float], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs(Double($0) - $1) <= 1e-5 * max(1, abs($1)) }
  }

  @Test(
    "All four give the article's outputs through NumPy's masks", arguments: Mode.allCases,
    Phase.allCases)
  func functions(mode: Mode, phase: Phase) throws {
    for (seed, rate) in [(1, 0.3), (2, 0.5), (3, 0.1), (4, 0.9)] as [(UInt64, Double)] {
      for widths in [[3, 7, 4], [1, 1, 1], [5, 40, 9]] {
        let weights = randomWeights(widths, seed: seed)
        var generator = SplitMix64(state: seed)
        let input = Tensor(shape: [widths[0]], values: generator.floats(widths[0], in: -1...1))
        let options = SimulationOptions(preset: .article).with {
          $0.seed = seed
          $0.mode = mode
          $0.phase = phase
          $0.rate = .known(rate)
          $0.weights = weights
          $0.input = input
        }
        var simulation = try Simulation(options)
        var masks = NumPyLegacy(seed: UInt32(seed))
        for call in simulation.calls(3) {
          let tensors = try #require(call.tensors)
          var signal = input.values.map { Double($0) }
          for index in 0..<2 {
            let before = layer(weights[index], signal)
            let site = DrawSite(call: call.number, layer: index)
            let mask =
              phase == .train
              ? masks.mask(count: before.count, rate: .known(rate), at: site) : nil
            signal = before.indices.map {
              before[$0] * (mask?[$0] ?? true ? 1 : 0) * factor(mode, phase, rate)
            }
            let place = Comment(rawValue: "\(widths), p \(rate), call \(call.number), \(index)")
            #expect(call.sites[index].mask == mask, place)
            #expect(isClose(tensors.before[index], before), place)
            #expect(isClose(tensors.after[index], signal), place)
          }
        }
      }
    }
  }

  @Test("A column vector is one sample, as NumPy code writes it")
  func column() throws {
    let options = SimulationOptions(preset: .article).with {
      $0.weights = randomWeights([3, 4, 2], seed: 1)
      $0.input = Tensor(shape: [3], values: [1, 2, 3])
    }
    var row = try Simulation(options)
    var column = try Simulation(
      options.with { $0.input = Tensor(shape: [3, 1], values: [1, 2, 3]) })
    #expect(row.header == column.header && row.header.sites.map(\.shape) == [[4], [2]])
    #expect(row.calls(2) == column.calls(2))
  }

  @Test("Rows of a batch are computed as they are alone")
  func batch() throws {
    let options = SimulationOptions(preset: .article).with {
      $0.weights = randomWeights([3, 4, 2], seed: 1)
      $0.input = Tensor(shape: [2, 3], values: [1, 2, 3, -1, 0.5, 2])
      $0.phase = .eval
    }
    var simulation = try Simulation(options)
    let both = try #require(simulation.next(withTensors: true).tensors)
    #expect(simulation.header.sites.map(\.shape) == [[2, 4], [2, 2]])
    for (index, values) in [[1, 2, 3], [-1, 0.5, 2] as [Float]].enumerated() {
      var alone = try Simulation(
        options.with { $0.input = Tensor(shape: [3], values: values) })
      let tensors = try #require(alone.next(withTensors: true).tensors)
      #expect(Array(both.after[1][2 * index..<2 * index + 2]) == tensors.after[1])
    }
  }
}

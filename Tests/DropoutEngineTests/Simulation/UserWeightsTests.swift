import Testing

@testable import DropoutEngine

struct UserWeightsTests {
  @Test("Loaded weights are used as PyTorch's Linear uses them: x times the transpose, plus b")
  func orientation() throws {
    let options = SimulationOptions(preset: .article).with {
      $0.weights = [
        DenseLayerWeights(
          name: "w1", weight: Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]), bias: [10, 20]),
        DenseLayerWeights(name: "w2", weight: Tensor(shape: [1, 2], values: [1, -1]), bias: [30]),
      ]
      $0.input = Tensor(shape: [3], values: [1, 0, 2])
      $0.rate = .zero
    }
    var simulation = try Simulation(options)
    let tensors = simulation.next(withTensors: true).tensors
    #expect(tensors?.before == [[17, 36], [11]])
    #expect(simulation.header.widths == [3, 2, 1])
  }

  @Test("A state_dict of any depth runs on a batch, with dropout after every hidden layer")
  func depth() throws {
    let options = SimulationOptions(preset: .digits).with {
      $0.weights = randomWeights([6, 9, 8, 7, 3], seed: 2)
      $0.input = Tensor(shape: [5, 6], values: (0..<30).map { Float($0) / 10 })
    }
    var simulation = try Simulation(options)
    #expect(simulation.header.sites.map(\.shape) == [[5, 9], [5, 8], [5, 7]])
    let call = simulation.next(withTensors: true)
    #expect(call.loss == nil && call.sites.count == 3)
    let output = try #require(call.tensors?.output)
    #expect(output.count == 15)
    for row in 0..<5 {
      #expect(abs(output[3 * row..<3 * row + 3].reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test("Loaded weights of the digits are trained on")
  func training() throws {
    let options = SimulationOptions.small(.digits).with {
      $0.widths = nil
      $0.weights = randomWeights([64, 6, 10], seed: 2)
    }
    var simulation = try Simulation(options)
    let calls = simulation.calls(2)
    #expect(calls.allSatisfy { $0.loss != nil })
  }

  @Test("Infinite weights show as NaN and infinity in the statistics, and stop nothing")
  func nonFinite() throws {
    var weights = randomWeights([64, 6, 10], seed: 2)
    var first = weights[0].weight
    first.values[5] = .infinity
    weights[0] = DenseLayerWeights(name: "0.weight", weight: first, bias: weights[0].bias)
    let options = SimulationOptions.small(.digits).with {
      $0.widths = nil
      $0.weights = weights
    }
    var simulation = try Simulation(options)
    let calls = simulation.calls(3)
    let before = try #require(calls[0].sites[0].stages?.before)
    #expect(before.nan + before.inf > 0 && before.size == 24)
    #expect(calls[2].loss?.isNaN == true)
  }

  @Test("Rates by name reach their layers")
  func rates() throws {
    let options = SimulationOptions.small(.digits, rate: .known(0.1)).with {
      $0.layerRates = ["hidden2": .known(0.75)]
    }
    let simulation = try Simulation(options)
    #expect(simulation.rates.map(\.value) == [0.1, 0.75])
    #expect(simulation.header.sites.map { $0.rate?.value } == [0.1, 0.75])
  }
}

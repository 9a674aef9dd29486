import Testing

@testable import DropoutEngine

/// Every sentence with which a simulation refuses its options.
struct SimulationErrorTests {
  private func expect(
    _ sentence: String, _ preset: Preset, _ location: SourceLocation = #_sourceLocation,
    _ change: (inout SimulationOptions) -> Void
  ) {
    let options = SimulationOptions(preset: preset).with(change)
    let error = #expect(throws: SimulationError.self, sourceLocation: location) {
      try Simulation(options)
    }
    #expect(error?.description == sentence, sourceLocation: location)
  }

  @Test("A seed beyond the dialect's, and a rate for a layer that is not there")
  func names() {
    expect(
      "seed 4294967296 is out of range for numpy-legacy: it may be 0 to 4294967295", .article
    ) { $0.seed = 1 << 32 }
    expect("there is no dropout layer 'hidden3'; the layers are hidden1, hidden2", .digits) {
      $0.layerRates = ["hidden3": .half]
    }
  }

  @Test("Layer sizes that a preset does not take")
  func widths() {
    expect("preset module has no layers to size", .module) { $0.widths = [3] }
    expect("preset article has 2 layers, but got 3 sizes", .article) { $0.widths = [3, 4, 5] }
    expect("a layer has 1 to 65536 units, but got 0", .digits) { $0.widths = [3, 0] }
    expect("a layer has 1 to 65536 units, but got 65537", .digits) { $0.widths = [65_537] }
    expect(
      "layers of these sizes have more than 100000000 weights together, the most there may be",
      .digits
    ) { $0.widths = [65_536, 65_536] }
    expect("one dense layer has no hidden layer for dropout to follow", .digits) {
      $0.widths = []
    }
  }

  @Test("Batches beyond the rows there are")
  func batches() {
    for batch in [0, -1, 1438] {
      expect("a batch here has 1 to 1437 samples, but got \(batch)", .digits) {
        $0.batch = batch
      }
    }
    expect("a batch here has 1 to 2 samples, but got 3", .module) {
      $0.input = Tensor(shape: [2, 4], values: Array(repeating: 1, count: 8))
      $0.batch = 3
    }
  }

  @Test("Weights where a preset takes none, or too few, or beside sizes")
  func weightCounts() {
    expect("preset module has no weights to load", .module) { $0.weights = [] }
    expect("weights bring their own layer sizes; leave out one of the two", .digits) {
      $0.weights = randomWeights([64, 5, 10], seed: 1)
      $0.widths = [5]
    }
    expect("preset article has 2 dense layers, but the weights hold 3", .article) {
      $0.weights = randomWeights([3, 4, 5, 6], seed: 1)
    }
    expect("one dense layer has no hidden layer for dropout to follow", .digits) {
      $0.weights = randomWeights([64, 10], seed: 1)
    }
  }

  @Test("Weights that do not fit one another or the digits")
  func weightShapes() {
    expect("2.weight is 2x5; it should be 2x4, since 0.weight gives 4", .article) {
      $0.weights = [randomWeights([3, 4], seed: 1)[0], randomWeights([3, 5, 2], seed: 1)[1]]
    }
    expect(
      "0.weight is 5x63; it should be 5x64, since a digit has 64 pixels "
        + "(or give an --input of your own)", .digits
    ) { $0.weights = randomWeights([63, 5, 10], seed: 1) }
    expect(
      "2.weight is 9x5; it should be 10x5, since there are 10 digits "
        + "(or give an --input of your own)", .digits
    ) { $0.weights = randomWeights([64, 5, 9], seed: 1) }
  }

  @Test("Inputs that do not fit the first layer, or are empty")
  func inputs() {
    expect("the input is 2x4; its last axis should be 3, since 0.weight is 5x3", .article) {
      $0.weights = randomWeights([3, 5, 2], seed: 1)
      $0.input = Tensor(shape: [2, 4], values: Array(repeating: 0, count: 8))
    }
    expect(
      "the input is a single number; its last axis should be 64, since the first layer is 128x64",
      .article
    ) { $0.input = Tensor(shape: [], values: [1]) }
    for shape in [[0], [3, 0], [0, 64]] {
      let text = shape.map(String.init).joined(separator: "x")
      for preset in [Preset.digits, .article, .module] {
        expect("the input is \(text); it should have elements", preset) {
          $0.input = Tensor(shape: shape, values: [])
        }
      }
    }
  }
}

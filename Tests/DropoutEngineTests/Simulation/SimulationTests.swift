import Testing

@testable import DropoutEngine

struct SimulationTests {
  @Test("The same options give the same calls, bit for bit", arguments: Preset.allCases)
  func repeatable(preset: Preset) throws {
    for dialect in Dialect.all where try dialect.definesAll(of: preset) {
      for mode in Mode.allCases {
        let options = SimulationOptions.small(preset, dialect: dialect).with { $0.mode = mode }
        var first = try Simulation(options)
        var second = try Simulation(options)
        #expect(first.calls(5) == second.calls(5), "\(preset), \(dialect.name), \(mode)")
      }
    }
  }

  @Test("A copy runs on to the very same calls", arguments: Preset.allCases)
  func copies(preset: Preset) throws {
    var simulation = try Simulation(.small(preset, dialect: .numpyLegacy))
    _ = simulation.calls(3)
    var copy = simulation.snapshot()
    #expect(simulation.calls(3) == copy.calls(3))
  }

  @Test("Calls are numbered from 1, and name the layers of the header", arguments: Preset.allCases)
  func numbering(preset: Preset) throws {
    var simulation = try Simulation(.small(preset))
    let calls = simulation.calls(3)
    #expect(calls.map(\.number) == [1, 2, 3])
    for call in calls {
      #expect(call.sites.map(\.name) == simulation.header.sites.map(\.name))
      #expect(call.sites.map(\.shape) == simulation.header.sites.map(\.shape))
      for layer in call.sites {
        #expect(layer.stages?.before.size == layer.size && layer.stages?.after.size == layer.size)
        #expect((layer.decisions ?? layer.kept) == layer.mask?.kept)
      }
    }
  }

  @Test("A changed setting holds from the next call on")
  func settings() throws {
    var simulation = try Simulation(.small(.article, rate: .half))
    _ = simulation.calls(1)
    simulation.apply(.mode(.vanilla))
    simulation.apply(.rate(site: "layer2", .known(0.25)))
    let second = simulation.next()
    #expect(second.mode == .vanilla && second.sites.map { $0.rate?.value } == [0.5, 0.25])
    #expect(second.sites.map(\.scale) == [1, 1])
    simulation.apply(.phase(.eval))
    let third = simulation.next()
    #expect(third.phase == .eval && third.sites.map(\.scale) == [0.5, 0.75])
  }

  @Test("The default networks are those of the design")
  func presets() throws {
    let digits = try Simulation(SimulationOptions(preset: .digits)).header
    #expect(digits.widths == [64, 128, 64, 10])
    #expect(digits.sites.map(\.shape) == [[32, 128], [32, 64]])
    #expect(digits.sites.map(\.name) == ["hidden1", "hidden2"])
    #expect(digits.sites.map(\.rate) == [.half, .half] && digits.dialect == "torch")
    let article = try Simulation(SimulationOptions(preset: .article)).header
    #expect(article.sites.map(\.name) == ["layer1", "layer2"])
    #expect(article.dialect == "numpy-legacy")
    let module = try Simulation(SimulationOptions(preset: .module)).header
    #expect(module.sites.map(\.shape) == [[20, 16]])
    #expect(module.sites.map { $0.rate?.value } == [0.2])
  }

  @Test("Random layers are uniform within 1/sqrt(inputs), each from a stream of its own")
  func initialWeights() throws {
    let options = SimulationOptions.small(.article).with {
      $0.widths = [16, 16]
      $0.input = Tensor(shape: [16], values: Array(repeating: 1, count: 16))
    }
    let layers = try SimulationParts(options).network.layers
    #expect(layers[0].weights != layers[1].weights && layers[0].bias != layers[1].bias)
    for layer in layers {
      let numbers = layer.weights + layer.bias
      #expect(numbers.allSatisfy { abs($0) <= 0.25 })
      #expect(numbers.contains { $0 > 0.2 } && numbers.contains { $0 < -0.2 })
    }
  }

  @Test("Held-out rows are evaluated: unmasked, and times 1 - p when vanilla")
  func evaluationStep() {
    for (mode, expected) in [(Mode.vanilla, [0.25, 0.5] as [Float]), (.inverted, [1, 2])] {
      let sites = ["hidden1", "hidden2"].map {
        SimulatedSite(name: $0, kind: ElementDropout(), shape: [1, 2], rate: .half)
      }
      let step = EvaluationStep(sites: sites, rates: [.zero, .known(0.75)], mode: mode)
      var after: [Float] = []
      let slope = step.run(layer: 1, before: [1, 2], after: &after)
      #expect(after == expected && slope.mask == nil, "\(mode)")
    }
  }
}

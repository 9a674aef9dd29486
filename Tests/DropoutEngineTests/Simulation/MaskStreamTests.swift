import Testing

@testable import DropoutEngine

/// Masks, weights and data come from three streams: masks are a function of dialect, seed, shapes,
/// rates and calls alone.
struct MaskStreamTests {
  private func masks(_ calls: [ForwardCall]) -> [[Mask?]] { calls.map { $0.sites.map(\.mask) } }

  @Test("Masks do not depend on the weights or on what is learned")
  func weights() throws {
    for dialect in Dialect.all {
      let options = SimulationOptions.small(.digits, dialect: dialect)
      var learned = try Simulation(options)
      var loaded = try Simulation(
        options.with {
          $0.widths = nil
          $0.weights = randomWeights([64, 9, 5, 10], seed: 1)
        })
      #expect(masks(learned.calls(4)) == masks(loaded.calls(4)), "\(dialect.name)")
    }
  }

  @Test("Masks do not depend on the mode")
  func mode() throws {
    var inverted = try Simulation(.small(.article))
    var vanilla = try Simulation(SimulationOptions.small(.article).with { $0.mode = .vanilla })
    #expect(masks(inverted.calls(4)) == masks(vanilla.calls(4)))
  }

  @Test("A Philox mask is drawn for its call alone")
  func philox() throws {
    var simulation = try Simulation(.small(.digits, seed: 9, dialect: .philox, rate: .known(0.3)))
    for call in simulation.calls(5) {
      for (index, layer) in call.sites.enumerated() {
        let alone = PhiloxMasks(seed: 9).mask(
          count: layer.size ?? 0, rate: .known(0.3), at: DrawSite(call: call.number, layer: index))
        #expect(layer.mask == alone, "call \(call.number), layer \(index)")
      }
    }
  }

  @Test("Sequential masks are drawn layer after layer, call after call, and not in evaluation")
  func sequential() throws {
    var simulation = try Simulation(.small(.article, seed: 9, dialect: .numpyLegacy))
    var generator = NumPyLegacy(seed: 9)
    for phase in [Phase.train, .train, .eval, .eval, .train] {
      simulation.apply(.phase(phase))
      let call = simulation.next()
      for (index, layer) in call.sites.enumerated() {
        let site = DrawSite(call: call.number, layer: index)
        let drawn =
          phase == .train ? generator.mask(count: layer.size ?? 0, rate: .half, at: site) : nil
        #expect(layer.mask == drawn, "call \(call.number), layer \(index)")
      }
    }
  }

  @Test("Evaluation draws nothing and keeps everything", arguments: Preset.allCases)
  func evaluation(preset: Preset) throws {
    var simulation = try Simulation(
      SimulationOptions.small(preset).with { $0.phase = .eval })
    for layer in simulation.calls(3).flatMap(\.sites) {
      #expect(layer.mask == nil && layer.kept == layer.size)
      #expect(layer.stages?.before == layer.stages?.masked)
    }
  }

  @Test("Weights and data do not depend on the dialect, the mode or the rate")
  func others() throws {
    let options = SimulationOptions.small(.digits, seed: 4)
    var plain = try Simulation(options)
    let expected = plain.next(withTensors: true).tensors
    for changed in [
      options.with { $0.dialect = .numpyLegacy }, options.with { $0.mode = .vanilla },
      options.with { $0.rate = .known(0.9) },
    ] {
      var simulation = try Simulation(changed)
      let tensors = simulation.next(withTensors: true).tensors
      #expect(tensors?.input == expected?.input)
      #expect(tensors?.targets == expected?.targets)
      #expect(tensors?.before[0] == expected?.before[0])
    }
  }

  @Test("Another seed changes weights, data and masks")
  func seeds() throws {
    var first = try Simulation(.small(.digits, seed: 4))
    var second = try Simulation(.small(.digits, seed: 5))
    let (a, b) = (first.next(withTensors: true), second.next(withTensors: true))
    #expect(a.tensors?.input != b.tensors?.input)
    #expect(a.tensors?.before[0] != b.tensors?.before[0])
    #expect(a.sites[0].mask != b.sites[0].mask)
  }
}

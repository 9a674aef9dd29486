import Testing

@testable import DropoutEngine

/// The presets of modules: what the reference says of them, and what has to hold of a simulation.
struct PresetPlansTests {
  private static let presets: [Preset] = [.convnet, .residual, .selu, .attention]

  @Test("A preset has the parameters and sites that the reference has measured")
  func parameters() throws {
    let counts = try Self.presets.map { preset in
      try #require(SimulationParts(SimulationOptions(preset: preset)).modules?.parameterCount)
    }
    #expect(counts == [3_818, 38_090, 17_290, 18_026])
    let sites = try Self.presets.map { try Simulation(SimulationOptions(preset: $0)).header.sites }
    #expect(sites.map { $0.compactMap(\.kind) }[0] == ["dropout2d", "dropout"])
    #expect(sites[0].compactMap(\.shape) == [[32, 8, 8, 8], [32, 256]])
    #expect(sites[1].compactMap(\.rate?.value) == [0.05, 0.1, 0.15, 0.2])
    #expect(sites[2].allSatisfy { $0.kind == "alpha" && $0.rate?.value == 0.05 })
    #expect(
      sites[3].compactMap(\.kind)
        == ["attention", "droppath", "droppath", "attention", "droppath", "droppath"])
    #expect(sites[3].compactMap(\.rate?.value) == [0.1, 0.025, 0.05, 0.1, 0.075, 0.1])
    #expect(sites[3][0].shape == [32, 2, 8, 8] && sites[3][1].shape == [32, 8, 32])
  }

  @Test(
    "The same seed gives the same calls, and a snapshot goes on to the same ones", arguments: 0..<4)
  func repeats(index: Int) throws {
    let options = SimulationOptions(preset: Self.presets[index]).with { $0.batch = 16 }
    var first = try Simulation(options)
    var second = try Simulation(options)
    for _ in 0..<3 { #expect(first.next() == second.next()) }
    var copy = first.snapshot()
    let fourth = second.next()
    #expect(copy.next(withTensors: true).without() == fourth && first.next() == fourth)
  }

  @Test("A call's tensors are those of its sites, in the shapes of the header", arguments: 0..<4)
  func tensors(index: Int) throws {
    var simulation = try Simulation(
      SimulationOptions(preset: Self.presets[index]).with { $0.batch = 3 })
    let call = simulation.next(withTensors: true)
    let tensors = try #require(call.tensors)
    for (place, site) in call.sites.enumerated() {
      #expect(tensors.before[place].count == site.size && tensors.after[place].count == site.size)
    }
    #expect(tensors.output.count == 30 && tensors.before.count == call.sites.count)
  }

  @Test("A rate for all sites or for one takes the place of a preset's own")
  func rates() throws {
    let options = SimulationOptions(preset: .residual).with {
      $0.rate = .known(0.4)
      $0.layerRates = ["block2.path": .zero]
    }
    #expect(try Simulation(options).rates.map(\.value) == [0.4, 0, 0.4, 0.4])
  }

  @Test("Nothing is learned in evaluation, also of what a batch norm keeps")
  func evaluation() throws {
    let options = SimulationOptions(preset: .digits).with {
      $0.scenario = .varianceShift
      $0.phase = .eval
      $0.batch = 1437
    }
    var simulation = try Simulation(options)
    let losses = (0..<2).compactMap { _ in simulation.next().loss }
    #expect(abs(losses[0] - losses[1]) < 1e-5)
  }

  @Test("Options that a preset of modules does not take are told")
  func refusals() {
    func message(_ change: (inout SimulationOptions) -> Void) -> String {
      let options = SimulationOptions(preset: .convnet).with(change)
      do {
        _ = try Simulation(options)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message { $0.widths = [4] } == "preset convnet has no layers to size")
    #expect(
      message { $0.input = Tensor(shape: [1, 64], values: Array(repeating: 0, count: 64)) }
        == "preset convnet runs on the digits alone")
    #expect(message { $0.scenario = .varianceShift } == "a scenario goes with preset digits")
    #expect(message { $0.network = "ReLU" } == "a network goes with preset digits")
    #expect(
      message { $0.layerRates = ["conv9": .zero] }
        == "there is no dropout layer 'conv9'; the layers are conv1.drop, dense.drop")
  }
}

extension ForwardCall {
  fileprivate func without() -> ForwardCall {
    var copy = self
    copy.tensors = nil
    return copy
  }
}

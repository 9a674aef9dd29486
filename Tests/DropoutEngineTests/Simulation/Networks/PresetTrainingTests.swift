import Testing

@testable import DropoutEngine

struct PresetTrainingTests {
  // Bars of the reference (kinds.md 9), which measured PyTorch and NumPy on the same rows.
  @Test(
    "The presets learn the digits as far as PyTorch does in 20 epochs",
    .enabled(if: isOptimised, "trains for minutes without optimisation"), arguments: 1...5,
    [(Preset.convnet, 0.93), (.residual, 0.89), (.selu, 0.89), (.attention, 0.87)])
  func training(seed: UInt64, bar: (preset: Preset, last: Double)) throws {
    var simulation = try Simulation(SimulationOptions(preset: bar.preset).with { $0.seed = seed })
    var epochs: [Double] = []
    for _ in 0..<900 { if let heldOut = simulation.next().heldOut { epochs.append(heldOut) } }
    #expect(epochs.count == 20)
    #expect((epochs.last ?? 0) >= bar.last, "\(bar.preset), seed \(seed): \(epochs)")
    if bar.preset == .convnet {
      #expect(epochs.prefix(15).contains { $0 >= 0.95 }, "seed \(seed): \(epochs)")
    }
  }
}

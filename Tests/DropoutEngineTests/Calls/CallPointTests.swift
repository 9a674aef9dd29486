import Testing

@testable import DropoutEngine

struct CallPointTests {
  @Test("A point holds the numbers of its call", arguments: Preset.allCases)
  func numbers(preset: Preset) throws {
    var simulation = try Simulation(.small(preset, rate: .known(0.3)))
    for call in simulation.calls(3) {
      let point = CallPoint(call)
      #expect(point.number == call.number && point.phase == .train && point.mode == .inverted)
      #expect(point.epoch == call.epoch && point.heldOut == call.heldOut)
      for (layer, full) in zip(point.layers, call.layers) {
        #expect(layer.keptShare == Double(full.kept) / Double(full.size))
        #expect(layer.meanBefore == full.before.mean && layer.meanAfter == full.after.mean)
        #expect(full.after.mean == 0 || full.after.mean != full.masked.mean)
      }
      #expect(point.layers.count == call.layers.count)
    }
  }

  @Test("An empty layer counts as kept")
  func empty() throws {
    var simulation = try Simulation(.small(.module))
    var layer = simulation.next().layers[0]
    layer.shape = [0, 4]
    layer.kept = 0
    #expect(layer.keptShare == 1)
  }
}

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
      for (layer, full) in zip(point.sites, call.sites) {
        let (kept, size) = (try #require(full.kept), try #require(full.size))
        #expect(layer.keptShare == Double(kept) / Double(size))
        // What drops whole maps or branches decides less often than it has elements.
        let drawn = full.mask.map { KeptCount(kept: $0.kept, of: $0.count) }
        #expect(layer.decisions == drawn ?? KeptCount(kept: kept, of: size))
        #expect(
          layer.meanBefore == full.stages?.before.mean && layer.meanAfter == full.stages?.after.mean
        )
        #expect(full.stages?.after.mean == 0 || full.stages?.after.mean != full.stages?.masked.mean)
      }
      #expect(point.sites.count == call.sites.count)
    }
  }

  @Test("An empty layer counts as kept")
  func empty() throws {
    var simulation = try Simulation(.small(.module))
    var layer = simulation.next().sites[0]
    layer.shape = [0, 4]
    layer.kept = 0
    #expect(layer.keptShare == 1)
  }
}

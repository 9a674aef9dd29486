import Testing

@testable import DropoutEngine

struct ScaleTests {
  @Test("The four combinations of mode and phase have the design's factors")
  func combinations() {
    let rate = Rate.known(0.75)
    #expect(Mode.vanilla.scale(rate: rate, phase: .train) == 1)
    #expect(Mode.vanilla.scale(rate: rate, phase: .eval) == 0.25)
    #expect(Mode.inverted.scale(rate: rate, phase: .train) == 4)
    #expect(Mode.inverted.scale(rate: rate, phase: .eval) == 1)
  }

  @Test("Single precision gives PyTorch's 1.1111111640930176 for p = 0.1")
  func singlePrecision() {
    let scale = Mode.inverted.scale(rate: .known(0.1), phase: .train)
    #expect(Double(scale) == 1.1111111640930176)
    // Where 1 / (1 - p) rounded once is another float: NumPy's float32(1) / float32(1 - p).
    for (rate, expected) in [(0.04, 1.0416667461395264), (0.09, 1.0989010334014893)] {
      #expect(Double(Mode.inverted.scale(rate: .known(rate), phase: .train)) == expected)
    }
  }

  @Test("Where everything is dropped nothing is scaled")
  func everythingDropped() {
    #expect(Mode.inverted.scale(rate: .known(1), phase: .train) == 1)
    #expect(Mode.vanilla.scale(rate: .known(1), phase: .eval) == 0)
  }

  @Test("Where nothing is dropped every factor is 1", arguments: Mode.allCases, Phase.allCases)
  func nothingDropped(mode: Mode, phase: Phase) {
    #expect(mode.scale(rate: .zero, phase: phase) == 1)
  }
}

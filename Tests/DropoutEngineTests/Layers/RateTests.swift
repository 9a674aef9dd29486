import Testing

@testable import DropoutEngine

struct RateTests {
  @Test(
    "A rate outside 0 to 1 is refused in PyTorch's words",
    arguments: [
      (1.5, "1.5"), (-0.1, "-0.1"), (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
      (1.0.nextUp, "1.0000000000000002"), (2, "2.0"), (-1, "-1.0"),
      (-.leastNonzeroMagnitude, "-5e-324"),
    ] as [(Double, String)])
  func refusals(value: Double, printed: String) {
    let error = #expect(throws: RateError.self) { try Rate(value) }
    #expect(
      error?.description == "dropout probability has to be between 0 and 1, but got \(printed)")
    #expect(error == RateError(value: value))
  }

  @Test(
    "Every rate from 0 to 1 is taken",
    arguments: [0, -0.0, .leastNonzeroMagnitude, 0.1, 0.5, 1.0.nextDown, 1])
  func taken(value: Double) throws {
    let rate = try Rate(value)
    #expect(rate.value == value)
    #expect(rate.keep == 1 - value)
  }

  @Test("The layer and the function refuse what the rate refuses")
  func layers() {
    #expect(throws: RateError(value: 1.5)) { try Dropout(p: 1.5) }
    var input = Tensor(shape: [2], values: [1, 2])
    var masks = FixedMasks([true, false])
    #expect(throws: RateError(value: -0.1)) {
      try dropout(&input, p: -0.1, drawing: &masks, at: DrawSite(call: 1, layer: 0))
    }
    #expect(input.values == [1, 2] && masks.draws == 0)
  }
}

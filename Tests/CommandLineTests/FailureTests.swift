import DropoutEngine
import Testing

@testable import dropscope

struct FailureTests {
  @Test func `options that no simulation takes are bad usage, files that do not fit bad input`() {
    let usage: [SimulationError] = [
      .unknownLayer("x", names: ["hidden1"]), .noWidths(.module), .width(65_537),
      .wrongWidthCount(.article, has: 1, needs: 2), .tooManyWeights(largest: 9),
      .batch(0, largest: 9), .noWeights(.module), .widthsBesideWeights,
      .dialect(.unknown(name: "x")),
    ]
    for error in usage {
      #expect(Failure(error).code == 64)
      #expect(Failure(error).message == error.description)
    }
    let input: [SimulationError] = [
      .wrongWeightCount(.article, has: 1, needs: 2), .emptyInput([0]), .noHiddenLayer,
      .inputShape([2], weight: "w", weightShape: [3, 4]),
      .weightShape(name: "w", has: [1], needs: [2], because: "so"),
    ]
    for error in input { #expect(Failure(error).code == 2) }
  }

  @Test func `a seed that the dialect does not take is bad usage`() {
    #expect(Failure(DialectError.seed(Seed(1), dialect: .torch)).code == 64)
  }
}

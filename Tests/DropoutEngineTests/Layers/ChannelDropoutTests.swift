import Testing

@testable import DropoutEngine

struct ChannelDropoutTests {
  private let one = ChannelDropout(spatialAxes: 1)
  private let two = ChannelDropout(spatialAxes: 2)
  private let three = ChannelDropout(spatialAxes: 3)

  @Test func `samples and channels have a decision each, all else shares it`() throws {
    #expect(one.drawnShape(for: [3, 8, 5]) == [3, 8, 1])
    #expect(one.drawnShape(for: [8, 5]) == [8, 1])
    #expect(two.drawnShape(for: [2, 6, 3, 4]) == [2, 6, 1, 1])
    #expect(two.drawnShape(for: [3, 8, 5]) == [3, 8, 1])
    #expect(two.drawnShape(for: [4, 5]) == [4, 5])
    #expect(three.drawnShape(for: [2, 7, 2, 3, 2]) == [2, 7, 1, 1, 1])
    #expect(three.drawnShape(for: [6, 2, 3, 2]) == [6, 1, 1, 1])
    let run = try KindRun(two, [2, 6, 3, 4], p: 0.3, seed: 42)
    #expect(run.drawn == "111111001111")
    #expect(run.mask.prefix(72).suffix(12) == "111111111111")
    #expect(run.mask.dropFirst(72).prefix(24).allSatisfy { $0 == "0" })
    #expect(try wordsDrawn(run.after, seed: 42) == 24)
  }

  @Test func `nothing is drawn in evaluation, at rates 0 and 1, and for nothing`() throws {
    for (shape, p, phase) in [
      ([2, 3, 2, 2], 0.0, Phase.train), ([2, 3, 2, 2], 1, .train), ([2, 3, 2, 2], 0.5, .eval),
      ([2, 0, 2, 2], 0.5, .train),
    ] {
      #expect(try wordsDrawn(KindRun(two, shape, p: p, phase: phase).after) == 0)
    }
  }

  @Test func `shapes are refused in PyTorch's words, and only where it looks`() {
    #expect(
      refusal(one, [2, 6, 8, 8])
        == "dropout1d: Expected 2D or 3D input, but received a 4D input. Note that dropout1d exists "
        + "to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, "
        + "and an optional batch dimension (i.e. 2D or 3D inputs).")
    #expect(refusal(two, [3]) == "Feature dropout requires at least 2 dimensions in the input")
    #expect(refusal(two, [3], p: 0) == nil && refusal(two, [3], p: 1) == nil)
    #expect(refusal(two, [3], phase: .eval) == nil)
    #expect(refusal(one, [3], phase: .eval) != nil)
    #expect(two.warning(shape: [2, 3, 4, 5]) == nil && one.warning(shape: [3]) == nil)
    #expect(two.warning(shape: [4, 5])?.hasPrefix("dropout2d: Received a 2-D input") == true)
    #expect(three.warning(shape: [2, 3, 4])?.hasPrefix("dropout3d: Received a 3-D input") == true)
  }
}

import Testing

@testable import DropoutEngine

struct DropConnectTests {
  @Test func `weights fall once a call, once a sample, or by rows`() throws {
    var kind = DropConnect()
    #expect(kind.drawnShape(for: [4, 6]) == [4, 6] && kind.fullName == "dropconnect")
    try kind.set("per", to: "row")
    #expect(kind.drawnShape(for: [4, 6]) == [4, 1] && kind.fullName == "dropconnect:per=row")
    try kind.set("per", to: "sample")
    #expect(kind.drawnShape(for: [3, 4, 6]) == [3, 4, 6])
    #expect(refusal(kind, [4, 6])?.hasPrefix("dropconnect takes three axes or more") == true)
    #expect(try wordsDrawn(KindRun(DropConnect(), [4, 6], p: 1).after) == 0)
    #expect(try wordsDrawn(KindRun(DropConnect(), [4, 6], p: 0.5).after) == 48)
  }

  @Test func `gradients of a dense layer are finite differences of it`() {
    let weights: [Float] = [1, -2, 0.5, 3, 0.25, -1]
    let x: [Float] = [0.5, 1, -1, 2, 0, 1]
    let upstream: [Float] = [1, -0.5, 0.25, 2]
    func layer(_ weights: [Float]) -> DroppedLinear {
      DroppedLinear(weights: weights, bias: [0.5, -0.5], inputs: 3, units: 2, rows: 2)
    }
    func loss(_ output: [Float]) -> Float { zip(output, upstream).reduce(0) { $0 + $1.0 * $1.1 } }
    let slope = layer(weights).weightGradient(x, upstream)
    let back = layer(weights).backward(upstream)
    for index in 0..<6 {
      var (up, moved) = (weights, x)
      up[index] += 1
      moved[index] += 1
      // All is linear, so that a step of 1 is exact.
      let base = loss(layer(weights).forward(x))
      #expect(abs(loss(layer(up).forward(x)) - base - slope[index]) < 1e-5)
      #expect(abs(loss(layer(weights).forward(moved)) - base - back[index]) < 1e-5)
    }
    #expect(layer(weights).biasGradient(upstream) == [1.25, 1.5])
  }

  @Test func `a pre-activation spreads by its products, or as a whole where rows fall`() {
    let effect = DropoutEffect(draws: true, keep: 0.5, scale: 2)
    var kind = DropConnect()
    let input: [Float] = [1, 2]
    let one = kind.preactivation(weights: [3, -1], input: input, bias: 1, effect: effect)
    #expect(one == DropoutEngine.Expectation(mean: 2, sd: 13.0.squareRoot()))
    kind.sharing = .row
    let row = kind.preactivation(weights: [3, -1], input: input, bias: 1, effect: effect)
    #expect(row == DropoutEngine.Expectation(mean: 2, sd: 1))
  }
}

import Testing

@testable import DropoutEngine

struct AttentionDropoutTests {
  @Test func `each weight has a decision, or all samples and heads share one mask`() throws {
    var kind = AttentionDropout()
    #expect(kind.drawnShape(for: [2, 2, 3, 4]) == [2, 2, 3, 4])
    try kind.set("share", to: "all")
    #expect(kind.drawnShape(for: [2, 2, 3, 4]) == [1, 1, 3, 4])
    #expect(kind.fullName == "attention:share=all")
    #expect(refusal(kind, [4])?.contains("two axes or more") == true)
  }

  @Test func `a row's sum is expected at 1 and spreads by its weights' squares`() {
    let effect = DropoutEffect(draws: true, keep: 0.5, scale: 2)
    let row = AttentionDropout.rowSum(of: [0.5, 0.25, 0.25], effect: effect)
    #expect(row == DropoutEngine.Expectation(mean: 1, sd: 0.375.squareRoot()))
  }

  @Test func `gradients are finite differences of the output`() throws {
    let attention = DroppedAttention(groups: 1, queries: 2, keys: 3, depth: 2)
    let q: [Float] = [0.3, -0.2, 0.5, 0.1]
    let k: [Float] = [0.4, 0.1, -0.3, 0.2, 0.6, -0.5]
    let v: [Float] = [1, 2, -1, 0.5, 0.25, -2]
    let upstream: [Float] = [1, -1, 0.5, 2]
    let applied = try KindRun(AttentionDropout(), [1, 1, 2, 3], p: 0.3, seed: 5).applied
    #expect(applied.drawn?.kept ?? 0 < 6)
    func loss(_ q: [Float], _ k: [Float], _ v: [Float]) -> Double {
      let output = attention.output(applied.after(attention.weights(q, k)), v)
      return zip(output, upstream).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let slopes = attention.backward(
      upstream, q, k, v, weights: attention.weights(q, k), applied: applied)
    let step: Float = 1e-2
    func difference(_ index: Int, _ part: Int) -> Double {
      var (up, down) = ([q, k, v], [q, k, v])
      up[part][index] += step
      down[part][index] -= step
      return (loss(up[0], up[1], up[2]) - loss(down[0], down[1], down[2])) / Double(2 * step)
    }
    for index in 0..<4 { #expect(abs(difference(index, 0) - Double(slopes.q[index])) < 1e-3) }
    for index in 0..<6 {
      #expect(abs(difference(index, 1) - Double(slopes.k[index])) < 1e-3)
      #expect(abs(difference(index, 2) - Double(slopes.v[index])) < 1e-3)
    }
  }
}

import Testing

@testable import DropoutEngine

struct GaussianDropoutTests {
  @Test func `philox draws the factors that its definition says`() throws {
    let run = try KindRun(GaussianDropout(), [6], p: 0.5, dialect: .philox, seed: 42)
    let factors = try #require(run.applied.factors)
    #expect(
      factors.map(\.bitPattern) == [
        0x3fb2_0d29, 0x3f1e_4334, 0x3f9c_6e61, 0x4007_7a8a, 0x3e9d_1aae, 0x3ea5_a792,
      ])
  }

  @Test func `short draws of PyTorch keep the second number of a pair, long ones do not`() throws {
    var generator: any MaskGenerator = TorchGeneric(seed: 3)
    let three = MaskCall(shape: [3], rate: .half, at: DrawSite(call: 1, layer: 0))
    let sixteen = MaskCall(shape: [17], rate: .half, at: DrawSite(call: 1, layer: 0))
    _ = generator.factors(three, sd: 1)
    #expect(try wordsDrawn(generator.upcoming, seed: 3) == 8)
    _ = generator.factors(sixteen, sd: 1)
    #expect(try wordsDrawn(generator.upcoming, seed: 3) == 8 + 33)
    var skipped: any MaskGenerator = TorchGeneric(seed: 3)
    skipped.skipFactors(three)
    skipped.skipFactors(sixteen)
    // The fourth number of the pairs is the first of the next short draw.
    let one = MaskCall(shape: [1], rate: .half, at: DrawSite(call: 1, layer: 0))
    #expect(generator.factors(one, sd: 1) == skipped.factors(one, sd: 1))
    #expect(try wordsDrawn(generator.upcoming, seed: 3) == 8 + 33)
  }

  @Test func `it needs a rate below 1 and a dialect with normal numbers`() throws {
    #expect(
      refusal(GaussianDropout(), [4], p: 1) == "gaussian dropout needs a rate below 1, but got 1")
    for dialect in Dialect.all {
      let isDefined = dialect.defines(GaussianDropout())
      let others: Set = [
        "numpy-legacy", "numpy", "torch-mkl", "torch-cuda", "torch-inductor", "triton",
        "tensorflow",
        "keras-tensorflow", "mlx", "tinygrad",
        "torch-inductor-cuda", "flash-attention", "mem-efficient-attention",
      ]
      #expect(isDefined != others.contains(dialect.family))
      if !isDefined {
        #expect(
          refused { try dialect.check(GaussianDropout()) }
            == "dialect \(dialect.family) does not define gaussian factors")
      }
    }
    #expect(GaussianDropout().fixedMode == "gaussian factors have mean 1")
  }

  @Test func `evaluation and rate 0 draw nothing`() throws {
    #expect(try KindRun(GaussianDropout(), [20], p: 0).applied.factors == nil)
    #expect(try KindRun(GaussianDropout(), [20], p: 0.5, phase: .eval).applied.factors == nil)
    #expect(try wordsDrawn(KindRun(GaussianDropout(), [20], p: 0).after) == 0)
  }

  private func refused(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return "\(error)" }
    return nil
  }
}

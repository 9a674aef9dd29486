/// What a framework's dropout makes of its input with a given mask (dialects.md 8).
public enum DropoutOutput {
  /// PyTorch on float32, `x * (mask * scale)`: a dropped negative is -0, a dropped infinity NaN.
  public static func torch(_ input: [Float], _ mask: Mask, rate: Rate) -> [Float] {
    let scale: Float = 1 / Float(rate.keep)
    return input.indices.map { input[$0] * (mask[$0] ? scale : 0) }
  }

  /// PyTorch's `AlphaDropout` on float32, which keeps mean and variance of SELU activations
  /// (G. Klambauer et al., "Self-normalizing neural networks", 2017).
  public static func torchAlpha(_ input: [Float], _ mask: Mask, rate: Rate) -> [Float] {
    let alpha = 1.7580993408473766
    let a = 1 / ((alpha * alpha * rate.value + 1) * rate.keep).squareRoot()
    return input.indices.map { index in
      let noise: Float = mask[index] ? 1 : 0
      let shift = (noise - 1) * Float(alpha * a) + Float(alpha * a * rate.value)
      return input[index] * (noise * Float(a)) + shift
    }
  }

  /// Flax on the CPU in float32, whose division by a constant becomes a product; dropped is +0.
  public static func flax(_ input: [Float], _ mask: Mask, rate: Rate) -> [Float] {
    let scale: Float = 1 / Float(rate.keep)
    return input.indices.map { mask[$0] ? input[$0] * scale : 0 }
  }

  /// The article's `mask * x / (1 - rate)` in float64.
  public static func numpy(_ input: [Double], _ mask: Mask, rate: Rate) -> [Double] {
    input.indices.map { (mask[$0] ? 1 : 0) * input[$0] / rate.keep }
  }
}

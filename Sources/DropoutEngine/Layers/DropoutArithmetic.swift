/// How a library computes the last stage in float32, and the gradient through it; masks are the
/// same, last bits are not.
public enum DropoutArithmetic: Sendable, Hashable {
  /// PyTorch, timm, torchvision, fastai and flair: x times 0 or the scale, so that a dropped NaN stays.
  case product
  /// Keras, and Flax where it is not compiled: x / q where kept, else +0.
  case quotient
  /// Flax under `jit`: x times 1/q where kept, else +0.
  case selection
  /// Keras' `AlphaDropout`: a times the masked stage, plus b.
  case affine
  /// miguelvr's `DropBlock2D`: times all elements, over those kept.
  case ratio

  /// The last stage.
  public func forward(_ values: [Float], _ applied: AppliedDropout) -> [Float] {
    guard let mask = applied.mask else { return applied.after(values) }
    switch self {
    case .product: return applied.after(values)
    case .quotient, .selection: return selected(values, mask, keep: Float(applied.effect.keep))
    case .affine:
      let (a, b) = (Float(applied.effect.scale), Float(applied.effect.shift))
      let fill = Float(applied.effect.fill)
      return values.indices.map { index in
        let f: Float = mask[index] ? 1 : 0
        return a * (values[index] * f + fill * (1 - f)) + b
      }
    case .ratio:
      guard let counts = counts(applied) else { return applied.after(values) }
      return values.indices.map { index in
        values[index] * (mask[index] ? 1 : 0) * counts.all / counts.kept
      }
    }
  }

  /// The gradient before the layer.
  public func backward(_ gradient: [Float], _ applied: AppliedDropout) -> [Float] {
    guard let mask = applied.mask else { return applied.backward(gradient) }
    switch self {
    case .product: return applied.backward(gradient)
    case .quotient, .selection: return selected(gradient, mask, keep: Float(applied.effect.keep))
    case .affine:
      let a = Float(applied.effect.scale)
      return gradient.indices.map { gradient[$0] * a * (mask[$0] ? 1 : 0) }
    case .ratio:
      guard let counts = counts(applied) else { return applied.backward(gradient) }
      return gradient.indices.map { index in
        gradient[index] / counts.kept * counts.all * (mask[index] ? 1 : 0)
      }
    }
  }

  private func selected(_ values: [Float], _ mask: Mask, keep: Float) -> [Float] {
    let scale = 1 / keep
    return values.indices.map { index in
      guard mask[index] else { return 0 }
      return self == .quotient ? values[index] / keep : values[index] * scale
    }
  }

  /// Nil where nothing was kept.
  private func counts(_ applied: AppliedDropout) -> (all: Float, kept: Float)? {
    guard let drawn = applied.drawn, drawn.kept > 0 else { return nil }
    return (Float(drawn.count), Float(drawn.kept))
  }
}

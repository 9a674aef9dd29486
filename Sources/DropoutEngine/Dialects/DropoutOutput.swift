/// What a framework's dropout makes of an input with a given mask, in the precision it computes in
/// (dialects.md 8).
public enum DropoutOutput: Sendable, Equatable {
  /// float32.
  case single([Float])
  /// float64.
  case double([Double])

  /// A framework's way from input and mask to output.
  typealias Rule = @Sendable (_ input: [Double], _ mask: Mask, _ call: MaskCall) -> DropoutOutput

  /// The layer of this library, which computes as PyTorch does: `x * (mask * scale)`, so that a
  /// dropped negative is -0 and a dropped infinity NaN.
  static let ownLayer: Rule = { input, mask, call in
    let kind = ElementDropout()
    let effect =
      call.operation == .alpha
      ? .selfNormalizing(rate: call.rate)
      : kind.effect(rate: call.rate, mode: .inverted, phase: .train)
    let applied = kind.applied(.mask(mask), to: [mask.count], effect: effect)
    return .single(applied.after(input.map { Float($0) }))
  }

  /// TensorFlow's and tinygrad's: x times 1/(1 - p), rounded once, where kept, else +0.
  static let selectedProduct: Rule = { input, mask, call in
    let scale = Float(1 / (1 - call.rate.value))
    return .single(input.indices.map { mask[$0] ? Float(input[$0]) * scale : 0 })
  }
}

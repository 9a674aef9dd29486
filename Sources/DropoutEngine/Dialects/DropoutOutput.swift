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
}

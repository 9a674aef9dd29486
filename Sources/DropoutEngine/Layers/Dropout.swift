/// The dropout layer of PyTorch's `nn.Dropout`, with the mode as a setting.
///
/// In training each element is multiplied by 0 with probability `rate`, anew on every forward call;
/// any shape comes in and the same goes out. Multiplication, not selection: a dropped NaN stays
/// NaN, a dropped infinity becomes NaN, a dropped negative becomes -0.0.
public struct Dropout: Sendable {
  /// What is dropped, and what becomes of it: single elements, unless another kind is set.
  public var kind: any DropoutKind = ElementDropout()
  /// The probability of dropping an element.
  public var rate: Rate
  /// Whether the result is written into the input's storage.
  public var inPlace: Bool
  /// Where the expectation is repaired; PyTorch's is inverted.
  public var mode: Mode
  /// The layer has no `training` argument: the network sets its phase, as `eval()` does.
  public var phase: Phase = .train

  /// A layer in its training phase.
  ///
  /// - Throws: ``RateError`` when `p` is NaN or outside 0...1.
  public init(p: Double = 0.5, inPlace: Bool = false, mode: Mode = .inverted) throws(RateError) {
    rate = try Rate(p)
    self.inPlace = inPlace
    self.mode = mode
  }

  /// Runs one forward call of this layer.
  ///
  /// - Parameters:
  ///   - input: any shape; overwritten with the result when ``inPlace`` is set, else untouched.
  ///   - generator: draws the mask, in the training phase only.
  ///   - site: which layer in which call this is.
  /// - Returns: a tensor of the same shape.
  public func forward(
    _ input: inout Tensor, drawing generator: inout some MaskGenerator, at site: DrawSite
  ) -> Tensor {
    let call = MaskCall(shape: input.shape, rate: rate, at: site)
    let applied = kind.run(call, effect: effect, drawing: &generator)
    guard inPlace else {
      return Tensor(shape: input.shape, values: applied.after(input.values))
    }
    applied.apply(to: &input.values)
    return input
  }

  /// Runs one forward call of this layer into storage that is there already: fresh pages for a large
  /// result cost more than drawing its mask.
  ///
  /// - Parameters:
  ///   - output: a tensor of the input's shape; overwritten with the result.
  public func forward(
    _ input: Tensor, into output: inout Tensor, drawing generator: inout some MaskGenerator,
    at site: DrawSite
  ) {
    precondition(input.shape == output.shape, "dropout keeps the shape")
    let call = MaskCall(shape: input.shape, rate: rate, at: site)
    kind.drop(input.values, by: call, effect: effect, drawing: &generator, into: &output.values)
  }

  private var effect: DropoutEffect { kind.effect(rate: rate, mode: mode, phase: phase) }
}

/// PyTorch's `functional.dropout`: the layer's insides as a function, with the same defaults.
///
/// - Throws: ``RateError`` when `p` is NaN or outside 0...1.
public func dropout(
  _ input: inout Tensor, p: Double = 0.5, training: Bool = true, inPlace: Bool = false,
  drawing generator: inout some MaskGenerator, at site: DrawSite
) throws(RateError) -> Tensor {
  var layer = try Dropout(p: p, inPlace: inPlace)
  layer.phase = training ? .train : .eval
  return layer.forward(&input, drawing: &generator, at: site)
}

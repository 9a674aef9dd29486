/// The dropout layer of PyTorch's `nn.Dropout`, with the mode as a setting.
///
/// In training each element is multiplied by 0 with probability `rate`, anew on every forward call;
/// any shape comes in and the same goes out. Multiplication, not selection: a dropped NaN stays
/// NaN, a dropped infinity becomes NaN, a dropped negative becomes -0.0.
public struct Dropout: Sendable {
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
    let mask = draw(count: input.values.count, from: &generator, at: site)
    let scale = mode.scale(rate: rate, phase: phase)
    if inPlace {
      if let mask {
        input.values.multiply(by: mask, scale: scale)
      } else {
        input.values.multiply(by: scale)
      }
      return input
    }
    var output = input
    if let mask {
      output.values = input.values.multiplied(by: mask, scale: scale)
    } else {
      output.values.multiply(by: scale)
    }
    return output
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
    let scale = mode.scale(rate: rate, phase: phase)
    guard phase == .train, !input.values.isEmpty else {
      return output.values.store(input.values, times: nil, scale: scale)
    }
    let call = MaskCall(shape: [input.values.count], rate: rate, at: site)
    generator.drop(input.values, by: call, scale: scale, into: &output.values)
  }

  private func draw(
    count: Int, from generator: inout some MaskGenerator, at site: DrawSite
  ) -> Mask? {
    guard phase == .train, count > 0 else { return nil }
    return generator.mask(count: count, rate: rate, at: site)
  }
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

/// What a kind of dropout does to an activation at a rate, in a mode and a phase.
///
/// Dropped elements take the value ``fill``; then every element is multiplied by ``scale``, and
/// ``shift`` is added. Kinds that drop to zero have neither fill nor shift.
public struct DropoutEffect: Sendable, Equatable {
  /// Whether anything is drawn; otherwise everything is kept.
  public var draws: Bool
  /// The chance of keeping: 1 where nothing is drawn.
  public var keep: Double
  /// What takes the place of a dropped element.
  public var fill: Double
  /// The factor of the last stage.
  public var scale: Double
  /// What the last stage adds.
  public var shift: Double

  /// All fields.
  public init(draws: Bool, keep: Double, fill: Double = 0, scale: Double, shift: Double = 0) {
    self.draws = draws
    self.keep = keep
    self.fill = fill
    self.scale = scale
    self.shift = shift
  }

  /// Dropping to zero, the expectation repaired where the mode says.
  public init(rate: Rate, mode: Mode, phase: Phase) {
    self.init(
      draws: phase == .train, keep: phase == .train ? rate.keep : 1,
      scale: Double(mode.scale(rate: rate, phase: phase)))
  }
}

extension DropoutEffect {
  /// That of `AlphaDropout` in training, which keeps mean 0 and variance 1 of SELU activations
  /// (G. Klambauer et al., "Self-normalizing neural networks", 2017): dropped elements take
  /// φ = -λα, and a y + b with a = 1/√((φ²p + 1)(1 - p)), b = -a φ p follows.
  static func selfNormalizing(rate: Rate) -> DropoutEffect {
    let fill = -1.7580993408473766
    let scale = 1 / ((fill * fill * rate.value + 1) * rate.keep).squareRoot()
    return DropoutEffect(
      draws: true, keep: rate.keep, fill: fill, scale: scale, shift: -(fill * scale) * rate.value)
  }
}

/// What was drawn for one layer in one call.
public enum DropoutNoise: Sendable, Equatable {
  /// One 0/1 for each element of the drawn shape.
  case mask(Mask)
  /// One factor for each element of the tensor.
  case factors([Float])
}

/// A layer's draw laid over its tensor, and what becomes of activations with it: whoever masks and
/// scales does it here.
///
/// To the bit as PyTorch computes it in float32: y = x k + s with k = 0 or the scale, and s a number
/// for kept elements and one for dropped ones. A product and no selection, so that a dropped NaN
/// stays NaN and a dropped negative becomes -0; and no sum where there is nothing to add, so that
/// it stays -0.
public struct AppliedDropout: Sendable {
  /// What was drawn; nil where nothing was and everything is kept.
  public let noise: DropoutNoise?
  /// What is done with it.
  public let effect: DropoutEffect
  /// One 0/1 for each element of the tensor; nil where no mask was drawn.
  public let mask: Mask?

  /// - Parameters:
  ///   - noise: what was drawn; nil keeps everything.
  ///   - drawnShape: the shape of a mask that was drawn.
  ///   - shape: the shape of the tensor.
  public init(
    _ noise: DropoutNoise?, drawnShape: [Int], over shape: [Int], effect: DropoutEffect
  ) {
    self.noise = noise
    self.effect = effect
    if case .mask(let drawn) = noise {
      mask = Mask(drawn, of: drawnShape, over: shape)
    } else {
      mask = nil
    }
  }

  /// One 0/1 for each element of the drawn shape; nil where no mask was drawn.
  public var drawn: Mask? { if case .mask(let drawn) = noise { drawn } else { nil } }

  /// The factors, where the kind draws some.
  var factors: [Float]? {
    if case .factors(let factors) = noise { factors } else { nil }
  }

  private var scale: Float { Float(effect.scale) }

  /// What is added after the product: to kept elements, and to dropped ones.
  private var offsets: (kept: Float, dropped: Float) {
    let shift = Float(effect.shift)
    // Without a fill there is nothing to scale: 0 x infinity, where q rounds to 0, would be NaN.
    return (shift, effect.fill == 0 ? shift : Float(effect.fill * effect.scale) + shift)
  }

  /// The activation after the mask and before the scale.
  public func masked(_ values: [Float]) -> [Float] {
    var result = mask.map { values.multiplied(by: $0, scale: 1) } ?? values
    if let factors { result.multiply(by: factors) }
    add((0, Float(effect.fill)), to: &result)
    return result
  }

  /// The activation after the scale.
  public func after(_ values: [Float]) -> [Float] {
    guard let mask else {
      var result = values
      apply(to: &result)
      return result
    }
    var result = values.multiplied(by: mask, scale: scale)
    add(offsets, to: &result)
    return result
  }

  /// The activation after the scale, into storage that is there.
  public func apply(_ values: [Float], into result: inout [Float]) {
    guard let mask else {
      result = values
      return apply(to: &result)
    }
    result.store(values, times: mask, scale: scale)
    add(offsets, to: &result)
  }

  /// The activation after the scale, in its own storage.
  public func apply(to values: inout [Float]) {
    if let mask {
      values.multiply(by: mask, scale: scale)
    } else {
      if let factors { values.multiply(by: factors) }
      if scale != 1 { values.multiply(by: scale) }
    }
    add(offsets, to: &values)
  }

  private func add(_ offsets: (kept: Float, dropped: Float), to values: inout [Float]) {
    guard offsets != (0, 0) else { return }
    if let mask {
      values.add(kept: offsets.kept, dropped: offsets.dropped, by: mask)
    } else if offsets.kept != 0 {
      for index in values.indices { values[index] += offsets.kept }
    }
  }
}

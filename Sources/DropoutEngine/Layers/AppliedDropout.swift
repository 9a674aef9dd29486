/// What was drawn for one layer in one call.
public enum DropoutNoise: Sendable, Equatable {
  /// One 0/1 for each element of the drawn shape.
  case mask(Mask)
  /// One factor for each element of the tensor.
  case factors([Float])
  /// Where blocks are dropped: 1 is a seed, in a shape of the kind's own.
  case seeds(Mask)
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
  /// The shape of ``drawn``, which is broadcast over the tensor's.
  public let drawnShape: [Int]
  /// One 0/1 for each element of the drawn shape; nil where no mask was drawn.
  public let drawn: Mask?
  /// One 0/1 for each element of the tensor; nil where no mask was drawn.
  public let mask: Mask?

  /// - Parameters:
  ///   - noise: what was drawn; nil keeps everything.
  ///   - drawnShape: the shape of a mask that was drawn.
  ///   - shape: the shape of the tensor.
  public init(
    _ noise: DropoutNoise?, drawnShape: [Int], over shape: [Int], effect: DropoutEffect
  ) {
    if case .mask(let mask) = noise {
      self.init(noise, drawn: mask, drawnShape: drawnShape, over: shape, effect: effect)
    } else {
      self.init(noise, drawn: nil, drawnShape: drawnShape, over: shape, effect: effect)
    }
  }

  /// - Parameters:
  ///   - noise: what was drawn.
  ///   - drawn: the 0/1 that came of it.
  ///   - drawnShape: its shape.
  ///   - shape: the shape of the tensor.
  init(
    _ noise: DropoutNoise?, drawn: Mask?, drawnShape: [Int], over shape: [Int],
    effect: DropoutEffect
  ) {
    self.noise = noise
    self.effect = effect
    self.drawn = drawn
    self.drawnShape = drawnShape
    mask = drawn.map { Mask($0, of: drawnShape, over: shape) }
  }

  /// The factors, where the kind draws some.
  public var factors: [Float]? {
    if case .factors(let factors) = noise { factors } else { nil }
  }

  private var scale: Float { Float(effect.scale) }

  /// What is added after the product: to kept elements, and to dropped ones.
  private var offsets: (kept: Float, dropped: Float) { Self.offsets(of: effect) }

  /// What is added after the product: to kept elements, and to dropped ones.
  static func offsets(of effect: DropoutEffect) -> (kept: Float, dropped: Float) {
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

  /// Whether a mask or factors were drawn: otherwise masked is what was before.
  var isDrawn: Bool { mask != nil || factors != nil }

  /// Whether the last stage changes nothing.
  var keepsMasked: Bool { scale == 1 && effect.shift == 0 }

  /// Whether all stages are what was before.
  var isIdentity: Bool { !isDrawn && keepsMasked }

  /// Hands out stage *masked* a stretch at a time, without a tensor of it.
  func withMasked(_ values: [Float], _ body: (UnsafeBufferPointer<Float>) -> Void) {
    let size = 4096
    let (factors, fill) = (factors, Float(effect.fill))
    values.withUnsafeBufferPointer { values in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { room in
        guard let from = values.baseAddress, let to = room.baseAddress else { return }
        for start in stride(from: 0, to: values.count, by: size) {
          let count = min(size, values.count - start)
          if let mask {
            mask.multiply(from + start, at: start, count: count, scale: 1, into: to)
            if fill != 0 { mask.add(kept: 0, dropped: fill, at: start, count: count, to: to) }
          } else if let factors {
            for index in 0..<count { to[index] = values[start + index] * factors[start + index] }
          } else {
            to.update(from: from + start, count: count)
          }
          body(UnsafeBufferPointer(start: to, count: count))
        }
      }
    }
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

  /// The gradient before the layer of one after it: the slope at each element times that.
  public func backward(_ gradient: [Float]) -> [Float] {
    var result = mask.map { gradient.multiplied(by: $0, scale: scale) } ?? gradient
    if let factors { result.multiply(by: factors) }
    if mask == nil, scale != 1 { result.multiply(by: scale) }
    return result
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

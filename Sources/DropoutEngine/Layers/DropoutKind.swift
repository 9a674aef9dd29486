/// A kind of dropout: what is drawn for a tensor, what becomes of it, what theory expects, and what
/// it is called.
///
/// A new kind is a type of its own in a file of its own, and a line in ``DropoutKinds/all``. What it
/// does not say otherwise is that of dropout of single elements.
public protocol DropoutKind: Sendable {
  /// The name in logs: `dropout`.
  var name: String { get }
  /// What is dropped, in one word and for several: `element`, `elements`.
  var unit: (one: String, many: String) { get }

  /// The shape of the draw for a tensor: the tensor's own, but 1 along axes that share a draw.
  func drawnShape(for shape: [Int]) -> [Int]

  /// What a framework is asked for a tensor's draw: by default the mask of the drawn shape.
  func request(for call: MaskCall) -> MaskCall

  /// Draws for one layer in one training call.
  ///
  /// - Parameter call: the tensor's shape, the rate, and which layer in which call asks.
  /// - Returns: nil where the framework draws nothing because everything is kept.
  func draw(_ call: MaskCall, from generator: inout some MaskGenerator) -> DropoutNoise?

  /// Goes on to where ``draw(_:from:)`` would end.
  func skip(_ call: MaskCall, from generator: inout some MaskGenerator)

  /// Draws and applies at once, for callers that need no mask.
  ///
  /// - Parameter result: as many elements as `values`; overwritten.
  func drop(
    _ values: [Float], by call: MaskCall, effect: DropoutEffect,
    drawing generator: inout some MaskGenerator, into result: inout [Float])

  /// What is done at a rate, in a mode and a phase.
  func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect

  /// The formula of the last factor for the screen, `1/(1−p)`; nil where it is 1.
  func formula(mode: Mode, phase: Phase) -> String?

  /// What theory expects of a layer.
  func predictions(of before: MomentsBefore, effect: DropoutEffect) -> LayerPredictions
}

/// All kinds of dropout.
public enum DropoutKinds {
  /// In the order in which help texts name them.
  public static let all: [any DropoutKind] = [ElementDropout()]

  /// The kind of that name in logs; nil where there is none.
  public static func named(_ name: String) -> (any DropoutKind)? {
    all.first { $0.name == name }
  }
}

extension DropoutKind {
  /// Every element has its own draw.
  public func drawnShape(for shape: [Int]) -> [Int] { shape }

  /// The call, but for the drawn shape.
  public func request(for call: MaskCall) -> MaskCall {
    var request = call
    request.shape = drawnShape(for: call.shape)
    return request
  }

  /// The mask that is asked for.
  public func draw(_ call: MaskCall, from generator: inout some MaskGenerator) -> DropoutNoise? {
    generator.mask(request(for: call)).map(DropoutNoise.mask)
  }

  /// Passes over that mask.
  public func skip(_ call: MaskCall, from generator: inout some MaskGenerator) {
    generator.skip(request(for: call))
  }

  /// Draws, and then applies.
  public func drop(
    _ values: [Float], by call: MaskCall, effect: DropoutEffect,
    drawing generator: inout some MaskGenerator, into result: inout [Float]
  ) {
    run(call, effect: effect, drawing: &generator).apply(values, into: &result)
  }

  /// Drops to zero; vanilla or inverted.
  public func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
    DropoutEffect(rate: rate, mode: mode, phase: phase)
  }

  /// That of ``Mode/scale(rate:phase:)``.
  public func formula(mode: Mode, phase: Phase) -> String? {
    switch (mode, phase) {
    case (.inverted, .train): "1/(1−p)"
    case (.vanilla, .eval): "(1−p)"
    case (.vanilla, .train), (.inverted, .eval): nil
    }
  }

  /// Those of independent draws.
  public func predictions(of before: MomentsBefore, effect: DropoutEffect) -> LayerPredictions {
    LayerPredictions(
      independentDraws: before, keep: effect.keep, fill: effect.fill, scale: effect.scale,
      shift: effect.shift)
  }

  /// Draws what the phase asks for, and lays it over the tensor.
  public func run(
    _ call: MaskCall, effect: DropoutEffect, drawing generator: inout some MaskGenerator
  ) -> AppliedDropout {
    let noise = effect.draws && call.count > 0 ? draw(call, from: &generator) : nil
    return applied(noise, to: call.shape, effect: effect)
  }

  /// Lays what was drawn over a tensor.
  public func applied(
    _ noise: DropoutNoise?, to shape: [Int], effect: DropoutEffect
  ) -> AppliedDropout {
    AppliedDropout(noise, drawnShape: drawnShape(for: shape), over: shape, effect: effect)
  }
}

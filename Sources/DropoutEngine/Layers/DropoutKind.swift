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
  /// What the screen calls the kind: `channel`, `path`.
  var word: String { get }
  /// What it does, after that word: `drops whole maps: neighbours go together`; nil for single
  /// elements, whose legend says it.
  var deed: String? { get }
  /// Whether what is drawn has samples along its first axis, where it has two: weights and tables
  /// have none.
  var hasSamples: Bool { get }
  /// What the values are that it is applied to: `what the layer puts out`.
  var source: String { get }
  /// The options that are not the default, by name: `mode` is `batch`.
  var settings: [(name: String, value: String)] { get }
  /// What a framework has to be able to draw for it.
  var form: DrawForm { get }
  /// How the expectation is put right.
  var repair: Repair { get }
  /// What chance alone makes of its draws: rules and histories judge them by it.
  var law: DrawLaw { get }

  /// Sets an option from text.
  ///
  /// - Throws: ``KindError`` where the kind has none of that name, or it has no such value.
  mutating func set(_ option: String, to text: String) throws(KindError)

  /// Makes sure that the kind takes such a tensor at such a rate.
  ///
  /// - Throws: ``KindError`` in the library's own words, where it has some.
  func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError)

  /// What the library warns of, in its words, where a shape is likely a mistake.
  func warning(shape: [Int]) -> String?

  /// What a tensor of a shape is drawn as.
  func picture(of shape: [Int]) -> KindPicture

  /// The shape of the draw for a tensor: the tensor's own, but 1 along axes that share a draw.
  ///
  /// Only asked for shapes that ``check(shape:rate:phase:)`` lets pass.
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

  /// Lays what was drawn over a tensor.
  func applied(_ noise: DropoutNoise?, to shape: [Int], effect: DropoutEffect) -> AppliedDropout

  /// The formula of the last factor for the screen, `1/(1−p)`; nil where it is 1.
  func formula(mode: Mode, phase: Phase) -> String?

  /// What theory expects of a layer, of whose values these moments are known.
  func predictions(of before: MomentsBefore, effect: DropoutEffect) -> LayerPredictions

  /// What theory expects of a layer whose values are at hand.
  func predictions(
    of values: [Float], shape: [Int], rate: Rate, effect: DropoutEffect
  ) -> LayerPredictions
}

/// What a kind asks of a framework: each is more than the one before.
public enum DrawForm: Int, Sendable, Comparable {
  /// The framework's own dropout, a decision an element.
  case dropout
  /// Decisions in any shape.
  case decisions
  /// Normal numbers.
  case factors

  /// By how much they ask.
  public static func < (a: DrawForm, b: DrawForm) -> Bool { a.rawValue < b.rawValue }
}

/// How a kind puts the expectation right.
public enum Repair: Sendable, Hashable {
  /// As the mode says: vanilla or inverted.
  case byMode
  /// By a scale and a shift in training, whatever the mode.
  case affine
  /// By the number of elements that this call kept.
  case counted
  /// Not at all: training and evaluation differ in their means.
  case unscaled
  /// There is nothing to put right.
  case none
}

extension DropoutKind {
  /// It has.
  public var hasSamples: Bool { true }

  /// An activation.
  public var source: String { "what the layer puts out" }

  /// None.
  public var settings: [(name: String, value: String)] { [] }

  /// What it drops.
  public var word: String { unit.one }

  /// Not said.
  public var deed: String? { nil }

  /// A block for each draw.
  public func picture(of shape: [Int]) -> KindPicture { .units }

  /// Decisions.
  public var form: DrawForm { .decisions }

  /// As the mode says.
  public var repair: Repair { .byMode }

  /// Each element for itself.
  public var law: DrawLaw { .elements }

  /// The name with the options that are not the default, from which
  /// ``DropoutKinds/kind(_:)`` makes the same kind: `droppath:mode=batch`.
  public var fullName: String {
    settings.isEmpty
      ? name : "\(name):" + settings.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
  }

  /// Why a change of the mode changes nothing here; nil where it does.
  public var fixedMode: String? {
    switch repair {
    case .byMode: nil
    case .affine: "\(name) repairs in training only"
    case .counted: "\(name) counts what it kept"
    case .unscaled: "\(name) is not scaled"
    case .none: "\(name) factors have mean 1"
    }
  }

  /// It has no options.
  public mutating func set(_ option: String, to text: String) throws(KindError) {
    throw .noOption(option, kind: name)
  }

  /// All are taken.
  public func check(shape: [Int], rate: Rate, phase: Phase) throws(KindError) {}

  /// None.
  public func warning(shape: [Int]) -> String? { nil }

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

  /// Draws, and then applies: run by run, where decisions hold for some.
  public func drop(
    _ values: [Float], by call: MaskCall, effect: DropoutEffect,
    drawing generator: inout some MaskGenerator, into result: inout [Float]
  ) {
    let drawnShape = self.drawnShape(for: call.shape)
    if effect.draws, !values.isEmpty,
      let run = SharedRun.length(of: drawnShape, over: call.shape), run > 1
    {
      let noise = draw(call, from: &generator)
      guard case .mask(let decisions) = noise else {
        return applied(noise, to: call.shape, effect: effect).apply(values, into: &result)
      }
      return AppliedDropout.apply(
        values, runs: run, decisions: decisions, effect: effect, into: &result)
    }
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

  /// Those of the values' moments, in groups that share a draw.
  public func predictions(
    of values: [Float], shape: [Int], rate: Rate, effect: DropoutEffect
  ) -> LayerPredictions {
    predictions(
      of: MomentsBefore(values, drawnShape: drawnShape(for: shape), over: shape), effect: effect)
  }

  /// Draws what the phase asks for, and lays it over the tensor.
  public func run(
    _ call: MaskCall, effect: DropoutEffect, drawing generator: inout some MaskGenerator
  ) -> AppliedDropout {
    let noise = effect.draws && call.count > 0 ? draw(call, from: &generator) : nil
    return applied(noise, to: call.shape, effect: effect)
  }

  /// By its drawn shape.
  public func applied(
    _ noise: DropoutNoise?, to shape: [Int], effect: DropoutEffect
  ) -> AppliedDropout {
    AppliedDropout(noise, drawnShape: drawnShape(for: shape), over: shape, effect: effect)
  }
}

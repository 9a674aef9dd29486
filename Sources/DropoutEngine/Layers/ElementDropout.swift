/// Dropout of single elements, each with a draw of its own (N. Srivastava et al., "Dropout: a simple
/// way to prevent neural networks from overfitting", 2014): PyTorch's `Dropout`.
public struct ElementDropout: DropoutKind {
  /// The only one.
  public init() {}

  /// `dropout`.
  public var name: String { "dropout" }

  /// `element`.
  public var unit: (one: String, many: String) { ("element", "elements") }

  /// The framework's own.
  public var form: DrawForm { .dropout }

  /// By the generator, which may multiply while it draws.
  public func drop(
    _ values: [Float], by call: MaskCall, effect: DropoutEffect,
    drawing generator: inout some MaskGenerator, into result: inout [Float]
  ) {
    let isDone =
      effect.draws && !values.isEmpty
      && generator.drop(values, by: call, scale: Float(effect.scale), into: &result)
    if !isDone { run(call, effect: effect, drawing: &generator).apply(values, into: &result) }
  }
}

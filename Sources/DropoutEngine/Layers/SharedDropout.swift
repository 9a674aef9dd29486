/// Dropout with one decision for all elements along some axes: what Keras calls `noise_shape` and
/// Flax `broadcast_dims`. The kinds that have a name of their own say which axes.
public struct SharedDropout: DropoutKind {
  /// The axes that share a decision, from 0.
  public var axes: Set<Int>
  /// Whether the framework draws although everything falls, as `bernoulli_` does.
  public var drawsWhenAllFalls: Bool
  /// Whether what is dropped takes SELU's lower limit, as Keras' `AlphaDropout` has it.
  public var isSelfNormalizing = false

  /// The first two fields.
  public init(axes: Set<Int>, drawsWhenAllFalls: Bool = false) {
    self.axes = axes
    self.drawsWhenAllFalls = drawsWhenAllFalls
  }

  /// `shared`.
  public var name: String { "shared" }

  /// `group`.
  public var unit: (one: String, many: String) { ("group", "groups") }

  /// A decision a group.
  public var law: DrawLaw { .groups }

  /// 1 along the shared axes.
  public func drawnShape(for shape: [Int]) -> [Int] {
    shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
  }

  /// By `bernoulli_` or the framework's dropout.
  public func request(for call: MaskCall) -> MaskCall {
    if drawsWhenAllFalls { return decisions(for: call) }
    var request = call.sharing(drawnShape(for: call.shape))
    if isSelfNormalizing { request.operation = .alpha }
    return request
  }

  /// Drops to zero, or to SELU's lower limit.
  public func effect(rate: Rate, mode: Mode, phase: Phase) -> DropoutEffect {
    isSelfNormalizing
      ? .selfNormalizing(rate: rate, phase: phase)
      : DropoutEffect(rate: rate, mode: mode, phase: phase)
  }
}

extension MaskCall {
  /// The same call for a draw of another shape.
  func sharing(_ shape: [Int]) -> MaskCall {
    var copy = self
    copy.shape = shape
    return copy
  }
}

extension DropoutKind {
  /// A request for the drawn shape by `bernoulli_`, which draws although everything falls.
  func decisions(for call: MaskCall) -> MaskCall {
    var request = call.sharing(drawnShape(for: call.shape))
    request.operation = .decisions
    return request
  }

  /// Makes sure of a number of axes.
  func need(_ axes: ClosedRange<Int>, _ shape: [Int], _ needs: String) throws(KindError) {
    guard axes ~= shape.count else {
      throw .axes(kind: name, has: shape.count, needs: needs)
    }
  }
}

extension KindError {
  /// What is said of a value that is none of an option's.
  static func choice(_ option: String, _ text: String, _ choices: String...) -> KindError {
    let quoted = choices.map { "'\($0)'" }
    let needs =
      quoted.count == 2
      ? "either \(quoted[0]) or \(quoted[1])" : "one of \(quoted.joined(separator: ", "))"
    return .value(option, has: text, needs: needs)
  }
}

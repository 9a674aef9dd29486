/// A tensor's values, handed out a stretch at a time, in order: whole, or made piece by piece by what
/// would not be worth a tensor of its own. All stretches but the last are whole vectors.
struct Stretches {
  /// How many values there are.
  let count: Int
  private let each: ((UnsafeBufferPointer<Float>) -> Void) -> Void

  /// A tensor that is there, in one stretch.
  init(_ values: [Float]) {
    count = values.count
    each = { body in values.withUnsafeBufferPointer(body) }
  }

  /// Stage *masked* of a tensor, which stays in the nearest memory.
  init(masked values: [Float], by applied: AppliedDropout) {
    count = values.count
    each = { body in applied.withMasked(values, body) }
  }

  /// Hands them out.
  func forEach(_ body: (UnsafeBufferPointer<Float>) -> Void) { each(body) }
}

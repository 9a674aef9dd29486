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

  /// Values that are made as they are handed out.
  init(count: Int, _ each: @escaping ((UnsafeBufferPointer<Float>) -> Void) -> Void) {
    self.count = count
    self.each = each
  }

  /// Hands them out.
  func forEach(_ body: (UnsafeBufferPointer<Float>) -> Void) { each(body) }
}

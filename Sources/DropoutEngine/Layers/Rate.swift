/// The probability p that an element is zeroed, in 0...1.
///
/// This is PyTorch's `p`, not a keep probability.
public struct Rate: Sendable, Hashable {
  /// The probability of dropping, in 0...1.
  public let value: Double

  /// Takes a probability of dropping.
  ///
  /// - Throws: ``RateError`` when `value` is NaN or outside 0...1.
  public init(_ value: Double) throws(RateError) {
    guard value >= 0, value <= 1 else { throw RateError(value: value) }
    self.value = value
  }

  /// The probability of keeping, 1 - p, subtracted in double precision.
  public var keep: Double { 1 - value }

  /// One half, the default of PyTorch's `Dropout`.
  public static let half = Rate(unchecked: 0.5)

  /// Nothing is dropped.
  public static let zero = Rate(unchecked: 0)

  init(unchecked value: Double) {
    assert(value >= 0 && value <= 1)
    self.value = value
  }
}

/// A probability of dropping outside 0...1.
public struct RateError: Error, Equatable, CustomStringConvertible {
  /// What was given.
  public let value: Double

  /// PyTorch's own sentence, with the number as C prints it.
  public var description: String {
    "dropout probability has to be between 0 and 1, but got \(value)"
  }

  /// Two errors are equal when they were made from the same bits, so that NaN equals NaN.
  public static func == (a: RateError, b: RateError) -> Bool {
    a.value.bitPattern == b.value.bitPattern
  }
}

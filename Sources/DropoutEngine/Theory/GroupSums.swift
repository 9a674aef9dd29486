/// Sums over the groups of elements that share a draw, from which the spread of a stage's mean, of
/// kept elements and of zeros over masks follow.
///
/// T is the sum of a group's values, n how many they are; only finite values count.
public struct GroupSums: Sendable, Equatable {
  /// Σ T².
  public var squares = 0.0
  /// Σ T n.
  public var products = 0.0
  /// Σ n².
  public var sizes = 0.0
  /// Σ m², m the values of a group that are not zero.
  public var others = 0.0

  /// No group yet.
  public init() {}

  /// Takes a group.
  public mutating func add(sum: Double, count: Double, others: Double) {
    squares += sum * sum
    products += sum * count
    sizes += count * count
    self.others += others * others
  }

  /// Σ (T - φ n)².
  public func squares(around fill: Double) -> Double {
    fill == 0 ? squares : squares - 2 * fill * products + fill * fill * sizes
  }
}

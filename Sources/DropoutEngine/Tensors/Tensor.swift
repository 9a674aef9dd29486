/// Numbers in a shape, in C (row-major) order.
public struct Tensor: Sendable, Equatable {
  /// Extent along each axis; empty for a single number.
  public let shape: [Int]
  /// The elements, as many as the product of the shape.
  public var values: [Float]

  /// Puts numbers into a shape.
  public init(shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "a tensor holds the product of its shape")
    self.shape = shape
    self.values = values
  }
}

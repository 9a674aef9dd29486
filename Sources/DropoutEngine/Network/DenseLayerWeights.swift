/// One dense layer as a file holds it.
public struct DenseLayerWeights: Sendable, Equatable {
  /// The tensor's name in the file, for messages: `net.0.weight`.
  public var name: String
  /// Shape (out, in), as PyTorch's `Linear` keeps it.
  public var weight: Tensor
  /// One per unit.
  public var bias: [Float]

  /// All fields.
  public init(name: String, weight: Tensor, bias: [Float]) {
    precondition(weight.shape.count == 2 && weight.shape[0] == bias.count, "not a dense layer")
    self.name = name
    self.weight = weight
    self.bias = bias
  }
}

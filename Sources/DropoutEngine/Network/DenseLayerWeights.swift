/// The numbers of one dense layer, as a file or an initialisation gives them.
public struct DenseLayerWeights: Sendable, Equatable {
  /// The weight tensor's name in its source, for messages: `net.0.weight`.
  public var name: String
  /// Outputs x inputs, as PyTorch's `Linear` holds it.
  public var weight: Tensor
  /// One number per output.
  public var bias: [Float]

  /// Puts weights and bias together.
  public init(name: String, weight: Tensor, bias: [Float]) {
    precondition(weight.shape.count == 2, "a dense layer's weight is outputs x inputs")
    precondition(bias.count == weight.shape[0], "a dense layer has one bias per output")
    self.name = name
    self.weight = weight
    self.bias = bias
  }

  /// How many numbers come in.
  public var inputs: Int { weight.shape[1] }

  /// How many numbers go out.
  public var outputs: Int { weight.shape[0] }
}

/// A piece of a network that learns: runs forward, and sends gradients back.
///
/// Tensors are row-major, samples first, as PyTorch holds them; each module knows the shape of a
/// sample. What backward needs it keeps from the forward before.
protocol NetworkModule: Sendable {
  /// What comes out, for all samples of a batch.
  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float

  /// Takes the gradient of what came out, and keeps those of its parameters.
  ///
  /// - Parameter wantsInput: whether the result is used; it may be empty otherwise.
  /// - Returns: the gradient of what came in.
  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float]

  /// Goes through all parameters, in an order that is always the same.
  mutating func visit(_ body: (inout Parameter) -> Void)

  /// Drops what the last forward and backward left behind: the next ones write it anew.
  mutating func forget()

  /// Adds what came into the dropout of this module in the last forward, and what went out, site by
  /// site as they ran.
  func collect(into tensors: inout SiteTensors)
}

extension NetworkModule {
  mutating func visit(_ body: (inout Parameter) -> Void) {}
  mutating func forget() {}
  func collect(into tensors: inout SiteTensors) {}
}

extension Parameter? {
  /// Goes through the parameter of a module that may have been made without it.
  mutating func visit(_ body: (inout Parameter) -> Void) {
    guard var parameter = self.take() else { return }
    body(&parameter)
    self = parameter
  }
}

/// What the sites of a network were handed and what they handed on, in the order in which they ran.
struct SiteTensors: Sendable {
  var before: [[Float]] = []
  var after: [[Float]] = []
}

/// Numbers that are learned, with their gradient and what an optimiser remembers of them.
struct Parameter: Sendable {
  /// The name in a PyTorch `state_dict`: `conv1.weight`.
  let name: String
  let shape: [Int]
  var values: [Float]
  /// Of the last backward; empty before the first.
  var gradient: [Float] = []
  /// SGD's velocity, or Adam's mean of gradients; empty before the first step.
  var momentum: [Float] = []
  /// Adam's mean of squared gradients.
  var squares: [Float] = []

  init(name: String, shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "a parameter holds the product of its shape")
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// A shape alone, to ask what a network would take.
  init(name: String, dry shape: [Int]) {
    self.name = name
    self.shape = shape
    values = []
  }

  /// Makes room for a gradient that is about to be added up.
  mutating func clearGradient() {
    if gradient.count == values.count {
      for index in gradient.indices { gradient[index] = 0 }
    } else {
      gradient = Array(repeating: 0, count: values.count)
    }
  }

  /// Adds the sums of the columns of a matrix with `count` columns: the gradient of a bias.
  mutating func addColumns(of matrix: [Float], count: Int) {
    for start in stride(from: 0, to: matrix.count, by: max(count, 1)) {
      for column in 0..<count { gradient[column] += matrix[start + column] }
    }
  }
}

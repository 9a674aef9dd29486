/// x + g(x): a branch beside a path that lets everything through.
struct ResidualModule: NetworkModule {
  private var branch: [any NetworkModule]

  init(_ branch: [any NetworkModule]) { self.branch = branch }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    var sum = branch.forward(input, phase: phase, dropout: &dropout)
    for index in sum.indices { sum[index] += input[index] }
    return sum
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    var sum = branch.backward(gradient, wantsInput: wantsInput)
    for index in sum.indices { sum[index] += gradient[index] }
    return sum
  }

  mutating func visit(_ body: (inout Parameter) -> Void) { branch.visit(body) }
  mutating func forget() { branch.forget() }
  func collect(into tensors: inout SiteTensors) { branch.collect(into: &tensors) }
}

extension [any NetworkModule] {
  /// One after another.
  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    var value = input
    for index in indices {
      value = self[index].forward(value, phase: phase, dropout: &dropout)
    }
    return value
  }

  /// From the last to the first.
  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    var gradient = gradient
    for index in indices.reversed() {
      gradient = self[index].backward(gradient, wantsInput: wantsInput || index > 0)
    }
    return gradient
  }

  mutating func visit(_ body: (inout Parameter) -> Void) {
    for index in indices { self[index].visit(body) }
  }

  mutating func forget() {
    for index in indices { self[index].forget() }
  }

  func collect(into tensors: inout SiteTensors) {
    for module in self { module.collect(into: &tensors) }
  }
}

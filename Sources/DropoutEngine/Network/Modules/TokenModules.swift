/// Adds a learned number to every number of a sample: the positions of tokens.
struct PositionModule: NetworkModule {
  private var position: Parameter

  init(_ position: Parameter) { self.position = position }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    let width = position.values.count
    var result = input
    for start in stride(from: 0, to: input.count, by: max(width, 1)) {
      for index in 0..<width { result[start + index] += position.values[index] }
    }
    return result
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    position.clearGradient()
    position.addColumns(of: gradient, count: position.values.count)
    return gradient
  }

  mutating func visit(_ body: (inout Parameter) -> Void) { body(&position) }
  mutating func forget() { position.gradient = [] }
}

/// The mean of the tokens of each sample, (tokens, width) to (width).
struct TokenMeanModule: NetworkModule {
  let tokens: Int
  let width: Int

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    let samples = input.count / max(tokens * width, 1)
    var result = [Float](repeating: 0, count: samples * width)
    for row in 0..<samples * tokens {
      let to = row / tokens * width
      for column in 0..<width { result[to + column] += input[row * width + column] }
    }
    for index in result.indices { result[index] /= Float(tokens) }
    return result
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    let samples = gradient.count / max(width, 1)
    var result = [Float](repeating: 0, count: wantsInput ? samples * tokens * width : 0)
    for index in result.indices {
      result[index] = gradient[index / (tokens * width) * width + index % width] / Float(tokens)
    }
    return result
  }
}

/// (x - mean)/sd with numbers that are given beforehand.
struct StandardModule: NetworkModule {
  let mean: Float
  let sd: Float

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    input.map { ($0 - mean) / sd }
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    wantsInput ? gradient.map { $0 / sd } : []
  }
}

/// PyTorch's `LayerNorm`: the last axes of every sample by their mean and population variance.
struct LayerNormModule: NormModule {
  private let width: Int
  private let epsilon: Float
  var weight: Parameter?
  var bias: Parameter?
  var normed: [Float] = []
  var inverse: [Float] = []

  /// - Parameter width: numbers that are normed together.
  init(width: Int, epsilon: Float, weight: Parameter?, bias: Parameter?) {
    (self.width, self.epsilon) = (width, epsilon)
    (self.weight, self.bias) = (weight, bias)
  }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    let (rows, width, epsilon) = (input.count / max(width, 1), width, epsilon)
    let weights = weight?.values ?? Array(repeating: 1, count: width)
    let shifts = bias?.values ?? Array(repeating: 0, count: width)
    var factors = [Float](repeating: 0, count: rows)
    var normed = [Float](writing: input.count) { _ in }
    let output = [Float](writing: input.count) { output in
      input.reading { input in
        normed.writing { normed in
          for row in 0..<rows {
            let x = input + row &* width
            let (mean, factor) = Self.moments(x, width, epsilon)
            factors[row] = factor
            let (n, y) = (normed + row &* width, output + row &* width)
            for column in 0..<width {
              n[column] = (x[column] - mean) * factor
              y[column] = n[column] * weights[column] + shifts[column]
            }
          }
        }
      }
    }
    (self.normed, inverse) = (normed, factors)
    return output
  }

  /// The mean of a row, and one over the root of its variance and epsilon.
  private static func moments(
    _ row: UnsafePointer<Float>, _ width: Int, _ epsilon: Float
  ) -> (mean: Float, factor: Float) {
    let whole = width / 8 * 8
    var sums = SIMD8<Float>.zero
    for index in stride(from: 0, to: whole, by: 8) { sums += vector(row + index) }
    var sum = sums.sum()
    for index in whole..<width { sum += row[index] }
    let mean = sum / Float(width)
    var squares = SIMD8<Float>.zero
    for index in stride(from: 0, to: whole, by: 8) {
      let distance = vector(row + index) - mean
      squares += distance * distance
    }
    var total = squares.sum()
    for index in whole..<width { total += (row[index] - mean) * (row[index] - mean) }
    return (mean, 1 / (total / Float(width) + epsilon).squareRoot())
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    weight?.clearGradient()
    bias?.clearGradient()
    bias?.addColumns(of: gradient, count: width)
    if weight != nil {
      weight?.addColumns(of: zip(gradient, normed).map { $0 * $1 }, count: width)
    }
    guard wantsInput else { return [] }
    var result = [Float](repeating: 0, count: gradient.count)
    let weights = weight?.values ?? Array(repeating: 1, count: width)
    for row in inverse.indices {
      let start = row * width
      var (sum, product) = (Float(0), Float(0))
      for column in 0..<width {
        let slope = gradient[start + column] * weights[column]
        sum += slope
        product += slope * normed[start + column]
      }
      (sum, product) = (sum / Float(width), product / Float(width))
      for column in 0..<width {
        let slope = gradient[start + column] * weights[column]
        result[start + column] = inverse[row] * (slope - sum - normed[start + column] * product)
      }
    }
    return result
  }
}

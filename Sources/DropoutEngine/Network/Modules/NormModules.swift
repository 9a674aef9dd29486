/// PyTorch's `BatchNorm1d` and `BatchNorm2d`: every channel by its mean and variance, of the batch in
/// training and as they ran so far in evaluation.
struct BatchNormModule: NetworkModule {
  private let channels: Int
  /// Numbers of a channel in a sample.
  private let places: Int
  private let epsilon: Float
  /// The share of the batch in what runs.
  private let momentum: Float
  private var weight: Parameter?
  private var bias: Parameter?
  /// What evaluation uses; the variance is the unbiased one.
  private(set) var runningMean: [Float]
  private(set) var runningVariance: [Float]
  /// Of the last forward.
  private var normed: [Float] = []
  private var inverse: [Float] = []
  private var wasTraining = false

  init(
    channels: Int, places: Int, epsilon: Float, momentum: Float, weight: Parameter?,
    bias: Parameter?, mean: [Float], variance: [Float]
  ) {
    (self.channels, self.places) = (channels, places)
    (self.epsilon, self.momentum) = (epsilon, momentum)
    (self.weight, self.bias) = (weight, bias)
    (runningMean, runningVariance) = (mean, variance)
  }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    wasTraining = phase == .train
    let samples = input.count / max(channels * places, 1)
    let count = samples * places
    inverse = Array(repeating: 0, count: channels)
    var output = [Float](repeating: 0, count: input.count)
    normed = output
    for channel in 0..<channels {
      var mean = runningMean[channel]
      var variance = runningVariance[channel]
      if wasTraining {
        (mean, variance) = moments(input, channel, samples)
        let unbiased = count > 1 ? variance * Float(count) / Float(count - 1) : variance
        runningMean[channel] += momentum * (mean - runningMean[channel])
        runningVariance[channel] += momentum * (unbiased - runningVariance[channel])
      }
      let factor = 1 / (variance + epsilon).squareRoot()
      inverse[channel] = factor
      let (scale, shift) = (weight?.values[channel] ?? 1, bias?.values[channel] ?? 0)
      each(channel, samples) { index in
        normed[index] = (input[index] - mean) * factor
        output[index] = normed[index] * scale + shift
      }
    }
    return output
  }

  private func moments(
    _ input: [Float], _ channel: Int, _ samples: Int
  ) -> (mean: Float, variance: Float) {
    var (sum, squares) = (0.0, 0.0)
    each(channel, samples) { sum += Double(input[$0]) }
    let count = Double(max(samples * places, 1))
    let mean = sum / count
    each(channel, samples) { index in
      let distance = Double(input[index]) - mean
      squares += distance * distance
    }
    return (Float(mean), Float(squares / count))
  }

  @inline(__always)
  private func each(_ channel: Int, _ samples: Int, _ body: (Int) -> Void) {
    for sample in 0..<samples {
      let start = (sample * channels + channel) * places
      for index in start..<start + places { body(index) }
    }
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    let samples = gradient.count / max(channels * places, 1)
    let count = Float(max(samples * places, 1))
    weight?.clearGradient()
    bias?.clearGradient()
    var result = [Float](repeating: 0, count: wantsInput ? gradient.count : 0)
    for channel in 0..<channels {
      var (sum, product) = (Float(0), Float(0))
      each(channel, samples) { index in
        sum += gradient[index]
        product += gradient[index] * normed[index]
      }
      weight?.gradient[channel] = product
      bias?.gradient[channel] = sum
      guard wantsInput else { continue }
      let factor = inverse[channel] * (weight?.values[channel] ?? 1)
      // In evaluation mean and variance are constants.
      let (shared, turned) = wasTraining ? (sum / count, product / count) : (0, 0)
      each(channel, samples) { index in
        result[index] = factor * (gradient[index] - shared - normed[index] * turned)
      }
    }
    return result
  }

  mutating func visit(_ body: (inout Parameter) -> Void) {
    weight.visit(body)
    bias.visit(body)
  }

  mutating func forget() {
    (normed, inverse) = ([], [])
    visit { $0.gradient = [] }
  }
}

/// PyTorch's `LayerNorm`: the last axes of every sample by their mean and population variance.
struct LayerNormModule: NetworkModule {
  private let width: Int
  private let epsilon: Float
  private var weight: Parameter?
  private var bias: Parameter?
  private var normed: [Float] = []
  private var inverse: [Float] = []

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

  mutating func visit(_ body: (inout Parameter) -> Void) {
    weight.visit(body)
    bias.visit(body)
  }

  mutating func forget() {
    (normed, inverse) = ([], [])
    visit { $0.gradient = [] }
  }
}

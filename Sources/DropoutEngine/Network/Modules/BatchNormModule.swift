/// PyTorch's `BatchNorm1d` and `BatchNorm2d`: every channel by its mean and variance, of the batch in
/// training and as they ran so far in evaluation.
struct BatchNormModule: NormModule {
  private let channels: Int
  /// Numbers of a channel in a sample.
  private let places: Int
  private let epsilon: Float
  /// The share of the batch in what runs.
  private let momentum: Float
  var weight: Parameter?
  var bias: Parameter?
  /// What evaluation uses; the variance is the unbiased one.
  private(set) var runningMean: [Float]
  private(set) var runningVariance: [Float]
  var normed: [Float] = []
  var inverse: [Float] = []
  /// Of the last forward.
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
}

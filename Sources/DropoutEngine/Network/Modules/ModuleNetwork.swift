internal import RealModule

/// Modules one after another, softmax and cross-entropy over what comes out, and how they learn.
struct ModuleNetwork: Sendable {
  var modules: [any NetworkModule]
  let optimiser: Optimiser
  /// The shape of a sample that comes out.
  let outputShape: [Int]
  /// What the last forward gave, before the softmax.
  private(set) var logits: [Float] = []
  /// Class probabilities, in the shape of the logits; empty where a sample has more axes than one.
  private(set) var output: [Float] = []
  private var logSums: [Float] = []
  /// Steps taken.
  private var steps = 0

  init(_ modules: [any NetworkModule], optimiser: Optimiser, outputShape: [Int]) {
    self.modules = modules
    self.outputShape = outputShape
    self.optimiser = optimiser
  }

  /// How many numbers are learned.
  var parameterCount: Int {
    var copy = modules
    var count = 0
    copy.visit { count += $0.values.count }
    return count
  }

  /// What the sites were handed and handed on in the last forward.
  var siteTensors: SiteTensors {
    var tensors = SiteTensors()
    modules.collect(into: &tensors)
    return tensors
  }

  /// The norms of all weights, of two axes and more, and of their gradients where something was learned.
  func norms(learned: Bool) -> [LayerNorms] {
    var copy = modules
    var norms: [LayerNorms] = []
    copy.visit { parameter in
      guard parameter.shape.count > 1 else { return }
      let gradient = learned && !parameter.gradient.isEmpty ? parameter.gradient.norm : nil
      norms.append(LayerNorms(weights: parameter.values.norm, gradient: gradient))
    }
    return norms
  }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], rows: Int, phase: Phase, dropout: inout Step
  ) where Step.Scalar == Float {
    logits = modules.forward(input, phase: phase, dropout: &dropout)
    if outputShape.count == 1 { softmax(rows: rows) }
  }

  /// Shifted by each row's largest, so that nothing overflows.
  private mutating func softmax(rows: Int) {
    let width = logits.count / max(rows, 1)
    output = logits
    logSums = Array(repeating: 0, count: rows)
    for sample in 0..<rows where width > 0 {
      let row = sample * width..<(sample + 1) * width
      var largest = logits[row.lowerBound]
      for index in row { largest = max(largest, logits[index]) }
      var sum: Float = 0
      for index in row {
        output[index] = Float.exp(logits[index] - largest)
        sum += output[index]
      }
      for index in row { output[index] /= sum }
      logSums[sample] = largest + Float.log(sum)
    }
  }

  /// Mean cross-entropy of the last forward.
  func loss(_ targets: [Int]) -> Float {
    let width = logits.count / max(targets.count, 1)
    var sum: Float = 0
    for (sample, target) in targets.enumerated() {
      sum += logSums[sample] - logits[sample * width + target]
    }
    return sum / Float(targets.count)
  }

  /// The gradients of the mean cross-entropy, for the forward just run.
  mutating func backward(_ targets: [Int]) {
    let width = output.count / max(targets.count, 1)
    var gradient = output
    for (sample, target) in targets.enumerated() { gradient[sample * width + target] -= 1 }
    for index in gradient.indices { gradient[index] /= Float(targets.count) }
    _ = modules.backward(gradient, wantsInput: false)
  }

  /// Moves all parameters, at the optimiser's rate times `factor`.
  mutating func step(factor: Float) {
    steps += 1
    let (optimiser, number) = (optimiser, steps)
    modules.visit { optimiser.step(&$0, number: number, factor: factor) }
  }

  /// A copy that runs forward, and has nothing of what it takes to learn.
  var weightsAlone: ModuleNetwork {
    var copy = self
    copy.forget()
    copy.modules.visit { ($0.momentum, $0.squares) = ([], []) }
    return copy
  }

  /// The dense layer that a site of the network's own row of modules hands its tensor to.
  func dense(after site: Int) -> DenseLayer<Float>? {
    guard let index = modules.firstIndex(where: { ($0 as? DropoutModule)?.site == site }),
      index + 1 < modules.count, let linear = modules[index + 1] as? LinearModule
    else { return nil }
    return linear.layer
  }

  /// Drops what every call writes anew.
  mutating func forget() {
    modules.forget()
    (logits, output, logSums) = ([], [], [])
  }

  /// The share of rows whose most probable class is the true one, without dropout.
  func accuracy<Step: DropoutStep>(
    _ inputs: [Float], _ targets: [Int], dropout: inout Step
  ) -> Double where Step.Scalar == Float {
    var copy = self
    copy.forget()
    copy.forward(inputs, rows: targets.count, phase: .eval, dropout: &dropout)
    let width = copy.output.count / max(targets.count, 1)
    let correct = targets.indices.count { sample in
      let row = copy.output[sample * width..<(sample + 1) * width]
      return row.indices.max { row[$0] < row[$1] } == row.startIndex + targets[sample]
    }
    return Double(correct) / Double(targets.count)
  }
}

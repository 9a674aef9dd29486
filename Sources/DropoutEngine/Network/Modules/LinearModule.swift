internal import CMaskKernels

/// PyTorch's `Linear`: y = x Wᵀ + b over the last axis, whatever axes are before it.
struct LinearModule: NetworkModule {
  let inputs: Int
  let outputs: Int
  /// outputs x inputs.
  private(set) var weight: Parameter
  /// One number an output; nil for a layer without.
  private(set) var bias: Parameter?
  private var input: [Float] = []

  init(weight: Parameter, bias: Parameter?) {
    (outputs, inputs) = (weight.shape[0], weight.shape[1])
    self.weight = weight
    self.bias = bias
  }

  /// The same layer, its weights turned.
  var layer: DenseLayer<Float> {
    let turned = (0..<inputs).flatMap { input in
      (0..<outputs).map { weight.values[$0 * inputs + input] }
    }
    return DenseLayer(
      inputs: inputs, units: outputs, weights: turned,
      bias: bias?.values ?? Array(repeating: 0, count: outputs))
  }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout: inout Step
  ) -> [Float] where Step.Scalar == Float {
    self.input = input
    let rows = input.count / max(inputs, 1)
    return [Float](writing: rows * outputs) { output in
      if let bias {
        bias.values.reading { bias in
          for row in 0..<rows {
            (output + row * outputs).update(from: bias, count: outputs)
          }
        }
      }
      input.reading { input in
        weight.values.reading { weight in
          multiply(
            MatrixView(input, rowsOf: inputs), MatrixView(weight, rowsOf: inputs).transposed,
            ProductSize(rows, outputs, depth: inputs), into: output, stride: outputs,
            adding: bias != nil)
        }
      }
    }
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    let rows = input.count / max(inputs, 1)
    let (inputs, outputs) = (inputs, outputs)
    bias?.clearGradient()
    bias?.addColumns(of: gradient, count: outputs)
    if weight.gradient.count != weight.values.count { weight.clearGradient() }
    gradient.reading { gradient in
      input.reading { input in
        weight.gradient.writing { result in
          multiply(
            MatrixView(gradient, rowsOf: outputs).transposed, MatrixView(input, rowsOf: inputs),
            ProductSize(outputs, inputs, depth: rows), into: result, stride: inputs)
        }
      }
    }
    guard wantsInput else { return [] }
    return [Float](writing: rows * inputs) { result in
      gradient.reading { gradient in
        weight.values.reading { weight in
          multiply(
            MatrixView(gradient, rowsOf: outputs), MatrixView(weight, rowsOf: inputs),
            ProductSize(rows, inputs, depth: outputs), into: result, stride: inputs)
        }
      }
    }
  }

  mutating func visit(_ body: (inout Parameter) -> Void) {
    body(&weight)
    bias.visit(body)
  }

  mutating func forget() {
    input = []
    visit { $0.gradient = [] }
  }
}

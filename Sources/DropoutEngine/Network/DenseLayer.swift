/// A dense layer, y = W x + b.
///
/// Weights stand transposed to PyTorch's (out, in): row `i` holds what input `i` sends to every
/// unit, so that a product walks memory in order.
struct DenseLayer<Scalar: NetworkScalar>: Sendable, Equatable {
  let inputs: Int
  let units: Int
  /// inputs x units, row-major.
  var weights: [Scalar]
  /// One per unit.
  var bias: [Scalar]
  /// Whether all weights are finite: then a zero input adds nothing and may be skipped.
  private(set) var isFinite: Bool

  /// From so many weights on a product of all numbers is faster than one that skips zeros: its sums stay
  /// in registers, and memory is read in order.
  private static var wide: Int { 1 << 18 }
  /// Whether products are of whole matrices. Sums are then taken in another order than in layers that
  /// are small.
  private var isWide: Bool { weights.count >= Self.wide }

  init(inputs: Int, units: Int, weights: [Scalar], bias: [Scalar]) {
    precondition(weights.count == inputs * units && bias.count == units)
    self.inputs = inputs
    self.units = units
    self.weights = weights
    self.bias = bias
    isFinite = weights.allSatisfy(\.isFinite)
  }

  /// Writes W x + b for `rows` inputs into `output`, rows x units.
  @inline(__always)
  func forward(_ input: [Scalar], rows: Int, into output: inout [Scalar]) {
    precondition(input.count == rows * inputs && output.count == rows * units)
    if isWide {
      for sample in 0..<rows { output.replace(from: sample * units, with: bias) }
      let size = ProductSize(rows, units, depth: inputs)
      if Scalar.multiply(
        input, transposed: false, weights, transposed: false, size, into: &output, adding: true)
      {
        return
      }
    }
    var row = SparseRow<Scalar>(capacity: inputs, width: units)
    for sample in 0..<rows {
      row.gather(
        input, start: sample * inputs, stride: 1, length: inputs, skippingZeros: isFinite)
      output.replace(from: sample * units, with: bias)
      row.accumulate(times: weights, into: &output, at: sample * units)
    }
  }

  /// The gradients of weights and bias, from the layer's input and the gradient of its output.
  ///
  /// A gradient of the bias is finite only if all it adds up is: then zero inputs may be skipped.
  @inline(__always)
  func gradient(
    input: [Scalar], output: [Scalar], rows: Int, into gradient: inout LayerGradient<Scalar>
  ) {
    precondition(input.count == rows * inputs && output.count == rows * units)
    precondition(gradient.weights.count == weights.count && gradient.bias.count == units)
    var column = SparseRow<Scalar>(capacity: max(rows, 1), width: units)
    // The bias is the weight of an input that is always 1.
    gradient.bias.reset()
    let ones = [Scalar](repeating: 1, count: rows)
    column.gather(ones, start: 0, stride: 1, length: rows, skippingZeros: false)
    column.accumulate(times: output, into: &gradient.bias, at: 0)
    if isWide,
      Scalar.multiply(
        input, transposed: true, output, transposed: false,
        ProductSize(inputs, units, depth: rows), into: &gradient.weights, adding: false)
    {
      return
    }
    let skips = gradient.hasFiniteBias
    gradient.weights.reset()
    for from in 0..<inputs {
      column.gather(input, start: from, stride: inputs, length: rows, skippingZeros: skips)
      column.accumulate(times: output, into: &gradient.weights, at: from * units)
    }
  }

  /// What the gradients of the units, rows x units, send back to the inputs listed in `elements`:
  /// indices into `result`, rows x inputs. All other elements stay as they are.
  @inline(__always)
  func sendBack(_ output: [Scalar], to elements: [Int], scale: Scalar, into result: inout [Scalar])
  {
    let (inputs, units) = (inputs, units)
    let rows = result.count / max(inputs, 1)
    precondition(output.count == rows * units && result.count == rows * inputs)
    precondition(elements.allSatisfy { $0 >= 0 && $0 < result.count })
    if isWide {
      var all = [Scalar](repeating: 0, count: result.count)
      if Scalar.multiply(
        output, transposed: false, weights, transposed: true,
        ProductSize(rows, inputs, depth: units), into: &all, adding: false)
      {
        for element in elements { result[element] = scale * all[element] }
        return
      }
    }
    weights.withUnsafeBufferPointer { weights in
      output.withUnsafeBufferPointer { output in
        result.withUnsafeMutableBufferPointer { result in
          guard let w = weights.baseAddress, let g = output.baseAddress,
            let r = result.baseAddress
          else { return }
          for element in elements {
            let (sample, from) = element.quotientAndRemainder(dividingBy: inputs)
            r[element] = scale * dot(w + from &* units, g + sample &* units, count: units)
          }
        }
      }
    }
  }

  /// One step of stochastic gradient descent with momentum as PyTorch's `optim.SGD` takes it:
  /// v = momentum v + g, w = w - rate v.
  @inline(__always)
  mutating func step(
    _ gradient: LayerGradient<Scalar>, velocity: inout LayerGradient<Scalar>, rate: Scalar,
    momentum: Scalar
  ) {
    precondition(gradient.weights.count == weights.count && velocity.weights.count == weights.count)
    precondition(gradient.bias.count == units && velocity.bias.count == units)
    isFinite = descend(
      &weights, gradient.weights, &velocity.weights, rate: rate, momentum: momentum)
    _ = descend(&bias, gradient.bias, &velocity.bias, rate: rate, momentum: momentum)
  }
}

/// Moves parameters along their velocity, and says whether they all stay finite.
@inline(__always)
private func descend<Scalar: NetworkScalar>(
  _ parameters: inout [Scalar], _ gradient: [Scalar], _ velocity: inout [Scalar], rate: Scalar,
  momentum: Scalar
) -> Bool {
  precondition(parameters.count == gradient.count && velocity.count == gradient.count)
  let whole = parameters.count / 8 * 8
  // Stays zero as long as every parameter is finite.
  var residue = SIMD8<Scalar>.zero
  parameters.withUnsafeMutableBufferPointer { parameters in
    velocity.withUnsafeMutableBufferPointer { velocity in
      gradient.withUnsafeBufferPointer { gradient in
        guard let p = parameters.baseAddress, let v = velocity.baseAddress,
          let g = gradient.baseAddress
        else { return }
        for index in stride(from: 0, to: whole, by: 8) {
          let next = momentum * vector(v + index) + vector(g + index)
          let moved = vector(p + index) - rate * next
          store(next, v + index)
          store(moved, p + index)
          residue += moved * 0
        }
      }
    }
  }
  for index in whole..<parameters.count {
    velocity[index] = momentum * velocity[index] + gradient[index]
    parameters[index] -= rate * velocity[index]
    residue[0] += parameters[index] * 0
  }
  return residue == .zero
}

extension Array where Element: NetworkScalar {
  /// Overwrites the elements from `start` on.
  @inline(__always)
  fileprivate mutating func replace(from start: Int, with other: [Element]) {
    precondition(start >= 0 && start + other.count <= count)
    for index in other.indices { self[start + index] = other[index] }
  }

  /// Makes all elements zero.
  fileprivate mutating func reset() {
    withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
  }
}

/// The gradient of one dense layer, or its velocity under momentum.
struct LayerGradient<Scalar: NetworkScalar>: Sendable, Equatable {
  /// inputs x units, as the layer's weights.
  var weights: [Scalar]
  /// One per unit.
  var bias: [Scalar]

  var hasFiniteBias: Bool { bias.allSatisfy(\.isFinite) }

  /// Zeros in the shape of a layer.
  init(like layer: DenseLayer<Scalar>) {
    weights = Array(repeating: 0, count: layer.weights.count)
    bias = Array(repeating: 0, count: layer.units)
  }
}

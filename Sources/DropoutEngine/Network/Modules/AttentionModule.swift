internal import CMaskKernels
internal import RealModule

/// Multi-head self-attention over the tokens of a sample, (tokens, width), with dropout on the weights
/// after the softmax: A = softmax(Q Kᵀ/√d), D = A with dropout, O = D V, then a dense layer.
///
/// Queries, keys and values come from one dense layer, in this order; head h has its d columns of
/// each.
struct AttentionModule: NetworkModule {
  private let heads: Int
  private let tokens: Int
  private let width: Int
  private var projection: LinearModule
  private var output: LinearModule
  /// The site on the weights, (samples, heads, tokens, tokens).
  private var dropout: DropoutModule?
  /// Of the last forward: queries, keys and values; weights; weights with dropout.
  private var mixed: [Float] = []
  private var weights: [Float] = []
  private var dropped: [Float] = []

  init(
    heads: Int, tokens: Int, projection: LinearModule, output: LinearModule,
    dropout: DropoutModule?
  ) {
    width = output.inputs
    (self.heads, self.tokens) = (heads, tokens)
    (self.projection, self.output, self.dropout) = (projection, output, dropout)
  }

  private var depth: Int { width / heads }
  /// Weights of a head.
  private var square: Int { tokens * tokens }

  mutating func forward<Step: DropoutStep>(
    _ input: [Float], phase: Phase, dropout step: inout Step
  ) -> [Float] where Step.Scalar == Float {
    mixed = projection.forward(input, phase: phase, dropout: &step)
    let count = input.count / max(tokens * width, 1) * heads
    weights = [Float](writing: count * square) { weights in
      mixed.reading { mixed in
        for index in 0..<count {
          let (q, k, _) = parts(mixed, index)
          multiply(
            q, k.transposed, ProductSize(tokens, tokens, depth: depth),
            into: weights + index * square, stride: tokens)
        }
      }
      softmax(weights, rows: count * tokens)
    }
    dropped = dropout?.forward(weights, phase: phase, dropout: &step) ?? weights
    let joined = [Float](writing: input.count) { joined in
      mixed.reading { mixed in
        dropped.reading { dropped in
          for index in 0..<count {
            multiply(
              MatrixView(dropped + index * square, rowsOf: tokens), parts(mixed, index).values,
              ProductSize(tokens, depth, depth: tokens), into: joined + place(index),
              stride: width)
          }
        }
      }
    }
    return output.forward(joined, phase: phase, dropout: &step)
  }

  /// Rows of scores by 1/√d, then to weights that sum to 1.
  private func softmax(_ weights: UnsafeMutablePointer<Float>, rows: Int) {
    let factor = 1 / Float(depth).squareRoot()
    for row in 0..<rows {
      let to = weights + row * tokens
      var largest = -Float.infinity
      for key in 0..<tokens {
        to[key] *= factor
        largest = max(largest, to[key])
      }
      var sum: Float = 0
      for key in 0..<tokens {
        to[key] = Float.exp(to[key] - largest)
        sum += to[key]
      }
      for key in 0..<tokens { to[key] /= sum }
    }
  }

  /// Where head `index` of all samples' heads stands in a tensor (samples, tokens, width).
  private func place(_ index: Int) -> Int {
    let (sample, head) = index.quotientAndRemainder(dividingBy: heads)
    return sample * tokens * width + head * depth
  }

  /// Queries, keys and values of a head, each tokens x depth.
  private func parts(
    _ mixed: UnsafePointer<Float>, _ index: Int
  ) -> (queries: MatrixView, keys: MatrixView, values: MatrixView) {
    let (sample, head) = index.quotientAndRemainder(dividingBy: heads)
    let start = mixed + sample * tokens * 3 * width + head * depth
    return (
      MatrixView(start, rowsOf: 3 * width), MatrixView(start + width, rowsOf: 3 * width),
      MatrixView(start + 2 * width, rowsOf: 3 * width)
    )
  }

  mutating func backward(_ gradient: [Float], wantsInput: Bool) -> [Float] {
    let joined = output.backward(gradient, wantsInput: true)
    let count = joined.count / max(tokens * width, 1) * heads
    var onWeights = [Float](writing: count * square) { result in
      joined.reading { joined in
        mixed.reading { mixed in
          for index in 0..<count {
            multiply(
              MatrixView(joined + place(index), rowsOf: width),
              parts(mixed, index).values.transposed, ProductSize(tokens, tokens, depth: depth),
              into: result + index * square, stride: tokens)
          }
        }
      }
    }
    if let back = dropout?.backward(onWeights, wantsInput: true) { onWeights = back }
    turnToScores(&onWeights)
    let result = [Float](writing: 3 * joined.count) { result in
      onWeights.reading { scores in
        joined.reading { joined in
          for index in 0..<count { sendBack(index, scores, joined, into: result) }
        }
      }
    }
    return projection.backward(result, wantsInput: wantsInput)
  }

  /// dS = A (dA - Σ dA A), row by row, with the weights as they were before dropout, and 1/√d.
  private func turnToScores(_ gradient: inout [Float]) {
    let factor = 1 / Float(depth).squareRoot()
    for start in stride(from: 0, to: gradient.count, by: max(tokens, 1)) {
      var sum: Float = 0
      for key in start..<start + tokens { sum += gradient[key] * weights[key] }
      for key in start..<start + tokens {
        gradient[key] = weights[key] * (gradient[key] - sum) * factor
      }
    }
  }

  /// The gradients of a head's queries, keys and values.
  private func sendBack(
    _ index: Int, _ scores: UnsafePointer<Float>, _ joined: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>
  ) {
    let (sample, head) = index.quotientAndRemainder(dividingBy: heads)
    let to = result + sample * tokens * 3 * width + head * depth
    let size = ProductSize(tokens, depth, depth: tokens)
    let scores = MatrixView(scores + index * square, rowsOf: tokens)
    mixed.reading { mixed in
      let (queries, keys, _) = parts(mixed, index)
      multiply(scores, keys, size, into: to, stride: 3 * width)
      multiply(scores.transposed, queries, size, into: to + width, stride: 3 * width)
    }
    dropped.reading { dropped in
      multiply(
        MatrixView(dropped + index * square, rowsOf: tokens).transposed,
        MatrixView(joined + place(index), rowsOf: width), size, into: to + 2 * width,
        stride: 3 * width)
    }
  }

  mutating func visit(_ body: (inout Parameter) -> Void) {
    projection.visit(body)
    output.visit(body)
  }

  mutating func forget() {
    projection.forget()
    output.forget()
    dropout?.forget()
    (mixed, weights, dropped) = ([], [], [])
  }

  func collect(into tensors: inout SiteTensors) { dropout?.collect(into: &tensors) }
}

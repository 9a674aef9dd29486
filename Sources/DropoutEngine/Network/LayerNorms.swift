/// How large a layer's weights are, and their last gradient: Euclidean norms.
package struct LayerNorms: Sendable, Equatable {
  package var weights: Double
  /// Nil where nothing was learned in the call.
  package var gradient: Double?

  package init(weights: Double, gradient: Double?) {
    self.weights = weights
    self.gradient = gradient
  }
}

extension Array where Element == Float {
  /// √Σx², summed eight at a time.
  var norm: Double {
    let whole = count / 8 * 8
    var squares = SIMD8<Double>.zero
    withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for index in stride(from: 0, to: whole, by: 8) {
        let x = SIMD8<Double>(vector(base + index))
        squares += x * x
      }
    }
    let rest = self[whole...].reduce(0.0) { $0 + Double($1) * Double($1) }
    return (squares.sum() + rest).squareRoot()
  }
}

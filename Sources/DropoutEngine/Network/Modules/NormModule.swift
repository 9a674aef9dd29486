/// A module that brings numbers to mean 0 and variance 1, and may scale and shift them after that.
protocol NormModule: NetworkModule {
  /// What the normed numbers are multiplied by; nil where it has none.
  var weight: Parameter? { get set }
  /// What is added after that; nil where it has none.
  var bias: Parameter? { get set }
  /// The normed numbers of the last forward, for the way back.
  var normed: [Float] { get set }
  /// One over the root of each variance of the last forward.
  var inverse: [Float] { get set }
}

extension NormModule {
  mutating func visit(_ body: (inout Parameter) -> Void) {
    weight.visit(body)
    bias.visit(body)
  }

  mutating func forget() {
    (normed, inverse) = ([], [])
    visit { $0.gradient = [] }
  }
}

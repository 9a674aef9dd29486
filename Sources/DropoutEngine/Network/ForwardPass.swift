/// The tensors of one run through a network, kept from call to call to be written anew.
struct ForwardPass<Scalar: NetworkScalar>: Sendable {
  /// The activation before the mask of each dropout layer, rows x units.
  var before: [[Scalar]] = []
  /// What each dropout layer hands on, rows x units.
  var after: [[Scalar]] = []
  /// The slope of each dropout layer.
  var slopes: [DropoutSlope<Scalar>] = []
  /// What the last layer gives, rows x classes; empty for a network that ends in dropout.
  var logits: [Scalar] = []
  /// The logarithm of the sum of each row's exponentials.
  var logSums: [Scalar] = []
  /// Class probabilities, in the shape of the logits.
  var output: [Scalar] = []

  /// Makes room for `rows` samples.
  mutating func resize(for network: DenseNetwork<Scalar>, rows: Int) {
    let dropouts = network.layers.prefix(network.dropoutCount)
    let classes = network.endsInDropout ? 0 : network.layers.last?.units ?? 0
    guard
      output.count != classes * rows || before.map(\.count) != dropouts.map({ $0.units * rows })
    else { return }
    before = dropouts.map { Array(repeating: 0, count: $0.units * rows) }
    after = before
    slopes = dropouts.map { _ in .init(mask: nil, scale: 1) }
    logits = Array(repeating: 0, count: classes * rows)
    logSums = Array(repeating: 0, count: classes == 0 ? 0 : rows)
    output = logits
  }
}

/// Where the parameters of a network begin: from named tensors, or at random, a stream for each.
struct ParameterSource {
  /// How random numbers are spread.
  enum Spread {
    case uniform(bound: Double)
    case normal(sd: Double)
    case constant(Float)
  }

  private let seed: UInt64
  private let loaded: [String: Tensor]?
  /// Whether nothing is drawn, but only counted.
  private let isDry: Bool
  private var drawn = 0
  /// Numbers handed out.
  private(set) var count = 0
  private var taken: Set<String> = []

  /// - Parameter isDry: parameters hold no numbers; only their shapes count.
  init(seed: UInt64, loaded: [String: Tensor]?, isDry: Bool = false) {
    self.seed = seed
    self.loaded = loaded
    self.isDry = isDry
  }

  mutating func take(
    _ name: String, _ shape: [Int], _ spread: Spread, for module: String
  ) throws(NetworkError) -> Parameter {
    let size = elementCount(shape)
    count += min(size, NetworkBuilder.mostParameters + 1)
    if count > NetworkBuilder.mostParameters {
      throw .tooLarge(module: module, largest: NetworkBuilder.mostParameters)
    }
    if isDry { return Parameter(name: name, dry: shape) }
    guard let loaded else {
      return Parameter(name: name, shape: shape, values: draw(size, spread))
    }
    guard let tensor = loaded[name] else { throw .missing(tensor: name, module: module) }
    guard tensor.shape == shape else {
      throw .tensor(name, has: tensor.shape, needs: shape, module: module)
    }
    taken.insert(name)
    return Parameter(name: name, shape: shape, values: tensor.values)
  }

  /// A tensor that is kept but not learned.
  mutating func buffer(
    _ name: String, _ count: Int, _ value: Float, for module: String
  ) throws(NetworkError) -> [Float] {
    try take(name, [count], .constant(value), for: module).values
  }

  /// Marks a tensor that says nothing of what the network does.
  mutating func pass(_ name: String) { taken.insert(name) }

  /// A tensor that nobody took.
  var unused: String? { loaded?.keys.filter { !taken.contains($0) }.min() }

  private mutating func draw(_ count: Int, _ spread: Spread) -> [Float] {
    if case .constant(let value) = spread { return Array(repeating: value, count: count) }
    var stream = RandomStream(seed: seed, purpose: .weights, index: drawn)
    drawn += 1
    return (0..<count).map { _ in
      switch spread {
      case .uniform(let bound): Float((2 * stream.uniform() - 1) * bound)
      case .normal(let sd): Float(stream.normal() * sd)
      case .constant(let value): value
      }
    }
  }
}

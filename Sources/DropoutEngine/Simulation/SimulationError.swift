/// Why a simulation cannot be set up; one sentence each: what is wrong and what it may be.
public enum SimulationError: Error, CustomStringConvertible {
  /// The dialect refuses the seed.
  case dialect(DialectError)
  /// No dropout layer has that name.
  case unknownLayer(String, names: [String])
  /// The preset has no layers to size.
  case noWidths(Preset)
  /// The preset takes another number of layers.
  case wrongWidthCount(Preset, has: Int, needs: Int)
  /// A layer would have no units, or too many.
  case width(Int)
  /// The layers would have more weights together than memory is taken for.
  case tooManyWeights(largest: Int)
  /// The preset's dropout is of one kind and shape.
  case fixedKind(Preset)
  /// A kind that does not take the tensor, or the rate.
  case kind(KindError)
  /// Both a shape and an input were given.
  case shapeBesideInput
  /// A tensor of more elements than memory is taken for.
  case tooManyElements(largest: Int)
  /// Samples per call out of range.
  case batch(Int, largest: Int)
  /// The preset has no weights.
  case noWeights(Preset)
  /// Both weights and sizes were given.
  case widthsBesideWeights
  /// The article's network has two layers.
  case wrongWeightCount(Preset, has: Int, needs: Int)
  /// A weight tensor that does not fit what comes before or after it.
  case weightShape(name: String, has: [Int], needs: [Int], because: String)
  /// An input that does not fit the first layer.
  case inputShape([Int], weight: String, weightShape: [Int])
  /// An input without elements.
  case emptyInput([Int])
  /// The preset runs on its own input.
  case fixedInput(Preset)
  /// A network that cannot be put together.
  case network(NetworkError)
  /// What only preset digits gives its place to.
  case needsDigits(option: String)
  /// Both a network and a scenario were given.
  case scenarioBesideNetwork
  /// The network has no hidden layer that dropout could follow.
  case noHiddenLayer

  /// The sentence.
  public var description: String {
    switch self {
    case .dialect(let error): error.description
    case .unknownLayer(let name, let names):
      "there is no dropout layer '\(name)'; the layers are \(names.joined(separator: ", "))"
    case .noWidths(let preset): "preset \(preset.rawValue) has no layers to size"
    case .wrongWidthCount(let preset, let has, let needs):
      "preset \(preset.rawValue) has \(needs) layers, but got \(has) sizes"
    case .width(let width): "a layer has 1 to 65536 units, but got \(width)"
    case .tooManyWeights(let largest):
      "layers of these sizes have more than \(largest) weights together, the most there may be"
    case .fixedKind(let preset):
      "preset \(preset.rawValue) has dropout of its own; --kind and --shape go with preset module"
    case .kind(let error): error.description
    case .shapeBesideInput: "an input brings its own shape; leave out one of the two"
    case .tooManyElements(let largest):
      "a module's tensor has up to \(largest) elements"
    case .batch(let batch, let largest):
      "a batch here has 1 to \(largest) samples, but got \(batch)"
    case .noWeights(let preset): "preset \(preset.rawValue) has no weights to load"
    case .widthsBesideWeights: "weights bring their own layer sizes; leave out one of the two"
    case .wrongWeightCount(let preset, let has, let needs):
      "preset \(preset.rawValue) has \(needs) dense layers, but the weights hold \(has)"
    case .weightShape(let name, let has, let needs, let because):
      "\(name) is \(times(has)); it should be \(times(needs)), \(because)"
    case .inputShape(let shape, let weight, let weightShape):
      "the input is \(times(shape)); its last axis should be \(weightShape[1]), "
        + "since \(weight) is \(times(weightShape))"
    case .emptyInput(let shape): "the input is \(times(shape)); it should have elements"
    case .fixedInput(let preset): "preset \(preset.rawValue) runs on the digits alone"
    case .network(let error): error.description
    case .needsDigits(let option): "\(option) goes with preset digits"
    case .scenarioBesideNetwork: "a scenario brings its own network; leave out one of the two"
    case .noHiddenLayer: "one dense layer has no hidden layer for dropout to follow"
    }
  }

  private func times(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
  }
}

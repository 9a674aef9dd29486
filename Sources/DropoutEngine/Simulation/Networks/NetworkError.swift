/// Why a network cannot be put together: which module, what it was given, what it needs.
public enum NetworkError: Error, CustomStringConvertible, Equatable {
  /// A sample's shape that a module does not take.
  case shape(module: String, has: [Int], needs: String)
  /// A module whose settings do not fit each other.
  case setting(module: String, String)
  /// A window that is larger than what it slides over.
  case beyond(module: String, has: [Int])
  /// A kind of dropout that does not take its tensor or rate.
  case kind(module: String, KindError)
  /// The weights lack a tensor.
  case missing(tensor: String, module: String)
  /// A tensor of another shape.
  case tensor(String, has: [Int], needs: [Int], module: String)
  /// Tensors that no module takes.
  case unused(tensor: String)
  /// More numbers than memory is taken for.
  case tooLarge(module: String, largest: Int)
  /// The digits need ten classes.
  case classes([Int], needs: Int)
  /// A name that no module has.
  case unknownModule(String, known: [String])
  /// A line that is none of modules.
  case text(String)
  /// The input has another number of axes, or none.
  case input([Int])
  /// No module at all.
  case noModules

  /// The sentence.
  public var description: String {
    switch self {
    case .shape(let module, let has, let needs):
      "\(module) takes \(needs), but a sample is \(Self.times(has)) there"
    case .setting(let module, let problem): "\(module): \(problem)"
    case .beyond(let module, let has):
      "\(module) is larger than what it slides over, \(Self.times(has)) a sample"
    case .kind(let module, let error): "\(module): \(error.description)"
    case .missing(let tensor, let module):
      "the weights hold no \(tensor), which \(module) needs"
    case .tensor(let name, let has, let needs, let module):
      "\(name) is \(Self.times(has)); \(module) needs \(Self.times(needs))"
    case .unused(let tensor): "no module of the network takes \(tensor)"
    case .tooLarge(let module, let largest):
      "\(module) makes more than \(largest) numbers, the most there may be"
    case .classes(let has, let needs):
      "the network ends with \(Self.times(has)) a sample; the digits need \(needs) classes"
    case .unknownModule(let name, let known):
      "there is no module '\(name.prefix(40))'; there are \(known.joined(separator: ", "))"
    case .text(let problem): problem
    case .input(let has):
      "the input is \(Self.times(has)); it should be samples x what the first module takes"
    case .noModules: "a network has at least one module"
    }
  }

  private static func times(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
  }
}

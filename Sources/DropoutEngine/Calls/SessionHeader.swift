/// What holds for a whole session: what runs, from which seed, through which layers.
public struct SessionHeader: Sendable, Equatable {
  /// Where the calls come from: `simulation`, or what a log says.
  public var source: String
  /// The preset's name; nil for a session that is no simulation.
  public var preset: String?
  /// The seed; nil where it is not known.
  public var seed: UInt64?
  /// Whose bits the masks are made of; nil where it is not known.
  public var dialect: String?
  /// Units per layer of the network, input to output: [64, 128, 64, 10]; empty where not known.
  public var widths: [Int]
  /// The dropout layers, in the order in which they run.
  public var layers: [LayerHeader]

  /// All fields.
  public init(
    source: String, preset: String?, seed: UInt64?, dialect: String?, widths: [Int],
    layers: [LayerHeader]
  ) {
    self.source = source
    self.preset = preset
    self.seed = seed
    self.dialect = dialect
    self.widths = widths
    self.layers = layers
  }
}

/// What holds for one dropout layer over a whole session.
public struct LayerHeader: Sendable, Equatable {
  /// The layer's name.
  public var name: String
  /// What kind of dropout it is: `dropout` for the element-wise one.
  public var kind: String
  /// The shape of its tensor at the start, batch first.
  public var shape: [Int]
  /// Its rate at the start.
  public var rate: Rate

  /// All fields.
  public init(name: String, kind: String = "dropout", shape: [Int], rate: Rate) {
    self.name = name
    self.kind = kind
    self.shape = shape
    self.rate = rate
  }
}

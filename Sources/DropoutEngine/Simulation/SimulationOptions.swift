/// All that a simulation is a function of.
public struct SimulationOptions: Sendable {
  /// What runs.
  public var preset: Preset
  /// Seed of the three streams: weights, data order and masks.
  public var seed: UInt64 = 42
  /// Whose bits the masks are made of; nil for the preset's own.
  public var dialect: Dialect?
  /// The mode at the start.
  public var mode: Mode = .inverted
  /// The phase at the start.
  public var phase: Phase = .train
  /// The rate of all layers at the start; nil for the preset's own.
  public var rate: Rate?
  /// Rates of single layers at the start, by name.
  public var layerRates: [String: Rate] = [:]
  /// Units of the hidden layers (`article`: of both layers); nil for the preset's own.
  public var widths: [Int]?
  /// The kind of dropout of preset `module`; nil for that of single elements.
  public var kind: (any DropoutKind)?
  /// The shape of `module`'s tensor; nil for 20 x 16.
  public var shape: [Int]?
  /// Samples per call; nil for 32 digits, or for all rows of ``input``.
  public var batch: Int?
  /// Runs this through the network instead of the preset's own input; nothing is trained then.
  public var input: Tensor?
  /// Starts from these layers instead of random ones.
  public var weights: [DenseLayerWeights]?
  /// Runs this network in place of the preset's own, as text in PyTorch's words.
  public var network: String?
  /// The tensors of ``network`` by their names; nil for random ones.
  public var parameters: [String: Tensor]?
  /// What goes wrong on purpose; some bring a network of their own, in place of the preset's.
  public var scenario: Scenario?
  /// Which rank of a scenario with several it is, from 0.
  public var rank = 0
  /// Where ``input`` was read from, for a log to tell; nothing here opens it.
  public var inputFile: SourceFile?
  /// Where ``weights`` were read from.
  public var weightsFile: SourceFile?

  /// A file by its name and what was in it.
  public struct SourceFile: Sendable, Equatable {
    /// The path as the person gave it.
    public var path: String
    /// A hash of the content, by which another file under the same name is told.
    public var hash: String

    /// Both fields.
    public init(path: String, hash: String) {
      self.path = path
      self.hash = hash
    }
  }

  /// The defaults of a preset.
  public init(preset: Preset) {
    self.preset = preset
  }
}

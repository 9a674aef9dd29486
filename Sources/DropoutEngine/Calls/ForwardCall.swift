/// All that is known of one run of the network's forward.
///
/// Screen, log writer, doctor and exports read calls and cannot tell where they come from.
public struct ForwardCall: Sendable, Equatable {
  /// Which call this is, from 1.
  public var number: Int
  /// Train or eval.
  public var phase: Phase
  /// Vanilla or inverted.
  public var mode: Mode
  /// The epoch this call belongs to, from 1; nil where nothing is trained.
  public var epoch: Int?
  /// Mean loss over the batch; nil where there are no targets.
  public var loss: Double?
  /// Accuracy on the held-out rows in 0...1, on the last call of an epoch.
  public var heldOut: Double?
  /// The dropout layers, in the order in which they run.
  public var layers: [LayerCall]
  /// The tensors behind the numbers, where the source has them: a log does not.
  public var tensors: CallTensors?

  /// All fields.
  public init(
    number: Int, phase: Phase, mode: Mode, epoch: Int? = nil, loss: Double? = nil,
    heldOut: Double? = nil, layers: [LayerCall], tensors: CallTensors? = nil
  ) {
    self.number = number
    self.phase = phase
    self.mode = mode
    self.epoch = epoch
    self.loss = loss
    self.heldOut = heldOut
    self.layers = layers
    self.tensors = tensors
  }
}

/// What one dropout layer did in one forward call.
public struct LayerCall: Sendable, Equatable {
  /// The layer's name, as in the session's header.
  public var name: String
  /// The shape of the layer's tensor, batch first.
  public var shape: [Int]
  /// The rate in force.
  public var rate: Rate
  /// The factor of the last stage.
  public var scale: Double
  /// The mask, or nil where nothing was drawn and everything is kept.
  public var mask: Mask?
  /// How many elements were kept.
  public var kept: Int
  /// The axis of the three histograms.
  public var range: HistogramRange
  /// The activation as it comes in.
  public var before: StageStatistics
  /// After the product with the mask.
  public var masked: StageStatistics
  /// After the product with the scale.
  public var after: StageStatistics

  /// All fields.
  public init(
    name: String, shape: [Int], rate: Rate, scale: Double, mask: Mask?, kept: Int,
    range: HistogramRange, before: StageStatistics, masked: StageStatistics, after: StageStatistics
  ) {
    self.name = name
    self.shape = shape
    self.rate = rate
    self.scale = scale
    self.mask = mask
    self.kept = kept
    self.range = range
    self.before = before
    self.masked = masked
    self.after = after
  }

  /// How many elements the layer's tensor has.
  public var size: Int { shape.reduce(1, *) }

  /// The share of elements kept, in 0...1; 1 for an empty tensor.
  public var keptShare: Double { size == 0 ? 1 : Double(kept) / Double(size) }
}

/// The tensors of one call that a screen shows unit by unit and a log does not carry.
///
/// All are row-major with the batch first; a network that takes one vector has `rows == 1`.
public struct CallTensors: Sendable, Equatable {
  /// How many samples the batch holds.
  public var rows: Int
  /// The network's input, `rows` x features.
  public var input: [Float]
  /// The activation before the mask of each dropout layer, `rows` x units.
  public var before: [[Float]]
  /// What each dropout layer hands on, `rows` x units.
  public var after: [[Float]]
  /// Class probabilities, `rows` x classes; empty where the network ends in its last layer.
  public var output: [Float]
  /// The true class of each sample; empty where there are no targets.
  public var targets: [Int]

  /// All fields.
  public init(
    rows: Int, input: [Float], before: [[Float]], after: [[Float]], output: [Float], targets: [Int]
  ) {
    self.rows = rows
    self.input = input
    self.before = before
    self.after = after
    self.output = output
    self.targets = targets
  }
}

/// All that is known of one run of the root module's forward.
///
/// Screen, log writer, doctor and exports read calls and cannot tell where they come from. What is
/// not known is nil, and drawn as unknown.
public struct ForwardCall: Sendable, Equatable {
  /// Which call this is, from 1.
  public var number: Int
  /// The root's flag.
  public var phase: Phase
  /// Vanilla or inverted; nil where it is not known.
  public var mode: Mode?
  /// The optimizer's step that this call belongs to.
  public var step: Int?
  /// The epoch this call belongs to, from 1; nil where nothing is trained.
  public var epoch: Int?
  /// Mean loss over the batch; nil where there are no targets.
  public var loss: Double?
  /// Accuracy on the held-out rows in 0...1, on the last call of an epoch.
  public var heldOut: Double?
  /// The module that was called, where that is not always the same one.
  public var root: String?
  /// Whether gradients were on when the root began.
  public var grad: Bool?
  /// Whether an optimizer that steps holds a parameter of the root.
  public var learns: Bool?
  /// A hash of the generator's state at the start.
  public var rng: String?
  /// Dropout modules that what holds them did not run, though it ran itself.
  public var unused: [String] = []
  /// The thread it ran on.
  public var thread: String?
  /// What drew without being seen.
  public var unseen: [UnseenDraws] = []
  /// The sites that ran, in the order in which they did.
  public var sites: [SiteCall]
  /// The tensors behind the numbers, where the source has them: a log does not.
  public var tensors: CallTensors?

  /// The fields that a simulation knows.
  public init(
    number: Int, phase: Phase, mode: Mode? = nil, epoch: Int? = nil, loss: Double? = nil,
    heldOut: Double? = nil, sites: [SiteCall], tensors: CallTensors? = nil
  ) {
    self.number = number
    self.phase = phase
    self.mode = mode
    self.epoch = epoch
    self.loss = loss
    self.heldOut = heldOut
    self.sites = sites
    self.tensors = tensors
  }
}

/// Draws of a call that nobody could see, such as those inside a compiled graph.
public struct UnseenDraws: Sendable, Equatable {
  /// What drew: `inductor`.
  public var what: String
  /// How many times.
  public var draws: Int

  /// Both fields.
  public init(what: String, draws: Int) {
    self.what = what
    self.draws = draws
  }
}

/// The tensors of one call that a screen shows unit by unit and a log does not carry.
///
/// All are row-major with the batch first; a network that takes one vector has `rows == 1`.
public struct CallTensors: Sendable, Equatable {
  /// How many samples the batch holds.
  public var rows: Int
  /// The network's input, `rows` x features.
  public var input: [Float]
  /// The activation before the mask of each of the call's sites, `rows` x units.
  public var before: [[Float]]
  /// What each site hands on, `rows` x units.
  public var after: [[Float]]
  /// Class probabilities, `rows` x classes; empty where the network ends in its last layer.
  public var output: [Float]
  /// The true class of each sample; empty where there are no targets.
  public var targets: [Int]
  /// What the last module gives, before the softmax; nil where that is not at hand.
  public var result: Tensor?

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

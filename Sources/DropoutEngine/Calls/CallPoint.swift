/// The few numbers of one call that a strip over time shows.
public struct CallPoint: Sendable, Equatable {
  /// Which call this is, from 1.
  public var number: Int
  /// Train or eval.
  public var phase: Phase
  /// Vanilla or inverted.
  public var mode: Mode
  /// The epoch, where something is trained.
  public var epoch: Int?
  /// Accuracy on the held-out rows, on the last call of an epoch.
  public var heldOut: Double?
  /// One entry per dropout layer.
  public var layers: [LayerPoint]

  /// The numbers of one layer in one call.
  public struct LayerPoint: Sendable, Equatable {
    /// The share of elements kept, in 0...1.
    public var keptShare: Double
    /// Mean of the activation before the mask; nil when nothing is finite.
    public var meanBefore: Double?
    /// Mean after the scale; nil when nothing is finite.
    public var meanAfter: Double?

    /// All fields.
    public init(keptShare: Double, meanBefore: Double?, meanAfter: Double?) {
      self.keptShare = keptShare
      self.meanBefore = meanBefore
      self.meanAfter = meanAfter
    }
  }

  /// All fields.
  public init(
    number: Int, phase: Phase, mode: Mode, epoch: Int? = nil, heldOut: Double? = nil,
    layers: [LayerPoint]
  ) {
    self.number = number
    self.phase = phase
    self.mode = mode
    self.epoch = epoch
    self.heldOut = heldOut
    self.layers = layers
  }

  /// Reads the numbers off a call.
  public init(_ call: ForwardCall) {
    number = call.number
    phase = call.phase
    mode = call.mode
    epoch = call.epoch
    heldOut = call.heldOut
    layers = call.layers.map {
      LayerPoint(
        keptShare: $0.keptShare, meanBefore: $0.before.mean, meanAfter: $0.after.mean)
    }
  }
}

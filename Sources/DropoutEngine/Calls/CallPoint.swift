/// The few numbers of one call that a view over time shows.
public struct CallPoint: Sendable, Equatable {
  /// Which call this is, from 1.
  public var number: Int
  /// Train or eval.
  public var phase: Phase
  /// Vanilla or inverted; nil where it is not known.
  public var mode: Mode?
  /// The epoch, where something is trained.
  public var epoch: Int?
  /// Accuracy on the held-out rows, on the last call of an epoch.
  public var heldOut: Double?
  /// An entry for each run of a site.
  public var sites: [SitePoint]

  /// All fields.
  public init(
    number: Int, phase: Phase, mode: Mode? = nil, epoch: Int? = nil, heldOut: Double? = nil,
    sites: [SitePoint]
  ) {
    self.number = number
    self.phase = phase
    self.mode = mode
    self.epoch = epoch
    self.heldOut = heldOut
    self.sites = sites
  }

  /// Reads the numbers off a call.
  public init(_ call: ForwardCall) {
    number = call.number
    phase = call.phase
    mode = call.mode
    epoch = call.epoch
    heldOut = call.heldOut
    sites = call.sites.map(SitePoint.init)
  }

  /// The entry of that run of that site.
  public func site(_ id: SiteRun) -> SitePoint? { sites.first { $0.id == id } }
}

/// The numbers of one run of a site in one call; nil where they are not known.
public struct SitePoint: Sendable, Equatable {
  /// Which run of which site.
  public var id: SiteRun
  /// The flag of the site's owner.
  public var phase: Phase?
  /// The rate in force.
  public var rate: Rate?
  /// The share of elements kept, in 0...1.
  public var keptShare: Double?
  /// How many decisions kept, of how many drawn; nil also where nothing was drawn.
  public var decisions: KeptCount?
  /// Mean of the activation before the mask; nil also when nothing is finite.
  public var meanBefore: Double?
  /// Its standard deviation.
  public var sdBefore: Double?
  /// Mean after the scale; nil also when nothing is finite.
  public var meanAfter: Double?

  /// A run of which nothing else is known.
  public init(_ id: SiteRun) { self.id = id }

  /// Reads the numbers off a site's entry in a call.
  public init(_ site: SiteCall) {
    id = site.id
    phase = site.phase
    rate = site.rate
    keptShare = site.keptShare
    decisions = site.keptDecisions
    meanBefore = site.stages?.before.mean
    sdBefore = site.stages?.before.sd
    meanAfter = site.stages?.after.mean
  }
}

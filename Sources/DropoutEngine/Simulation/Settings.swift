/// What a person can change while a session runs, as it is for one call.
public struct Settings: Sendable, Equatable {
  /// Vanilla or inverted.
  public var mode: Mode
  /// Train or eval.
  public var phase: Phase
  /// The rate of each site, in the order in which they run.
  public var rates: [SiteRate]
  /// Whose bits the masks are made of.
  public var dialect: Dialect
  /// What goes wrong; nil for nothing.
  public var fault: Scenario?

  /// A site and its rate.
  public struct SiteRate: Sendable, Equatable {
    /// The site's name.
    public var site: String
    /// The probability of dropping.
    public var rate: Rate
  }

  /// The rate of the site of that name.
  public func rate(of site: String) -> Rate? { rates.first { $0.site == site }?.rate }

  mutating func apply(_ change: SettingChange) {
    switch change {
    case .mode(let mode): self.mode = mode
    case .phase(let phase): self.phase = phase
    case .rate(let site, let rate):
      for index in rates.indices where rates[index].site == site { rates[index].rate = rate }
    case .dialect(let dialect): self.dialect = dialect
    case .fault(let scenario): fault = scenario
    }
  }

  /// What `change` makes of these settings; nil where it leaves them as they are, or names a site
  /// that is not there.
  func outcome(of change: SettingChange) -> Change? {
    let outcome: Change
    switch change {
    case .mode(let mode): outcome = .mode(from: self.mode, to: mode)
    case .phase(let phase): outcome = .phase(from: self.phase, to: phase)
    case .rate(let site, let rate):
      guard let before = self.rate(of: site) else { return nil }
      outcome = .rate(site: site, from: before, to: rate)
    case .dialect(let dialect): outcome = .dialect(from: self.dialect.name, to: dialect.name)
    case .fault(let scenario):
      outcome = .fault(from: fault, to: scenario)
    }
    return outcome.from == outcome.to ? nil : outcome
  }
}

extension Change {
  /// What a fault is called in a log: a change that only simulations know.
  package static let faultName = "fault"
  /// The fault of a session that has none.
  private static let noFault = "none"

  /// A fault begins, or ends.
  package static func fault(from: Scenario?, to: Scenario?) -> Change {
    .other(
      what: faultName, site: nil, from: from?.rawValue ?? noFault, to: to?.rawValue ?? noFault)
  }

  /// The setting that a recorded fault stands for; nil where this is none, or one that is not known
  /// here.
  package var faultSetting: SettingChange? {
    guard what == Change.faultName else { return nil }
    if to == Change.noFault { return .fault(nil) }
    return Scenario(rawValue: to).map { .fault($0) }
  }
}

extension SettingChange {
  /// Whether both are about one setting.
  package func isSameSetting(as other: SettingChange) -> Bool {
    switch (self, other) {
    case (.mode, .mode), (.phase, .phase), (.dialect, .dialect), (.fault, .fault): true
    case (.rate(let a, _), .rate(let b, _)): a == b
    default: false
    }
  }
}

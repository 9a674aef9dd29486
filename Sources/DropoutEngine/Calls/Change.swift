/// A setting that became another while a session ran, with what it was before.
public enum Change: Sendable, Hashable {
  case mode(from: Mode, to: Mode)
  case phase(from: Phase, to: Phase)
  /// The rate of one site; of all where it names none.
  case rate(site: String?, from: Rate, to: Rate)
  case seed(from: UInt64, to: UInt64)
  /// Dialects go by their names, since a log may name one that is not known here.
  case dialect(from: String, to: String)
  /// A setting that a log names and nothing here knows.
  case other(what: String, site: String?, from: String, to: String)

  /// The change that a log tells in words; one whose words mean nothing here stays as it is told.
  public init(what: String, site: String?, from: String, to: String) {
    self =
      Self.known(what, site, from, to) ?? .other(what: what, site: site, from: from, to: to)
  }

  private static func known(
    _ what: String, _ site: String?, _ from: String, _ to: String
  ) -> Change? {
    switch what {
    case "mode":
      guard let from = Mode(rawValue: from), let to = Mode(rawValue: to) else { return nil }
      return .mode(from: from, to: to)
    case "phase":
      guard let from = Phase(rawValue: from), let to = Phase(rawValue: to) else { return nil }
      return .phase(from: from, to: to)
    case "rate":
      guard let from = Rate(text: from), let to = Rate(text: to) else { return nil }
      return .rate(site: site, from: from, to: to)
    case "seed":
      guard let from = UInt64(from), let to = UInt64(to) else { return nil }
      return .seed(from: from, to: to)
    case "dialect": return .dialect(from: from, to: to)
    default: return nil
    }
  }
}

extension Change {
  /// The setting, by the name it has in logs.
  public var what: String {
    switch self {
    case .mode: "mode"
    case .phase: "phase"
    case .rate: "rate"
    case .seed: "seed"
    case .dialect: "dialect"
    case .other(let what, _, _, _): what
    }
  }

  /// The site whose setting it is; nil for a setting of the session.
  public var site: String? {
    switch self {
    case .rate(let site, _, _), .other(_, let site, _, _): site
    case .mode, .phase, .seed, .dialect: nil
    }
  }

  /// What it was, as logs write it.
  public var from: String { values.from }

  /// What it became, as logs write it.
  public var to: String { values.to }

  /// Whether both are about one setting.
  public func isSameSetting(as other: Change) -> Bool { what == other.what && site == other.site }

  private var values: (from: String, to: String) {
    switch self {
    case .mode(let from, let to): (from.rawValue, to.rawValue)
    case .phase(let from, let to): (from.rawValue, to.rawValue)
    case .rate(_, let from, let to): ("\(from.value)", "\(to.value)")
    case .seed(let from, let to): ("\(from)", "\(to)")
    case .dialect(let from, let to), .other(_, _, let from, let to): (from, to)
    }
  }
}

extension Rate {
  fileprivate init?(text: String) {
    guard let value = Double(text), let rate = try? Rate(value) else { return nil }
    self = rate
  }
}

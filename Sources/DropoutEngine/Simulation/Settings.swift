/// What a person can change while a session runs.
public struct Settings: Sendable, Equatable {
  /// Vanilla or inverted.
  public var mode: Mode
  /// Train or eval.
  public var phase: Phase
  /// One a dropout layer.
  public var rates: [Rate]
  /// Whose bits the masks are made of.
  public var dialect: Dialect

  mutating func apply(_ change: SettingChange) {
    switch change {
    case .mode(let mode): self.mode = mode
    case .phase(let phase): self.phase = phase
    case .rate(let layer, let rate): rates[layer] = rate
    case .dialect(let dialect): self.dialect = dialect
    }
  }

  /// What the setting that `change` is about is now, as logs write it.
  func value(of change: SettingChange) -> String {
    switch change {
    case .mode: mode.rawValue
    case .phase: phase.rawValue
    case .rate(let layer, _): "\(rates[layer].value)"
    case .dialect: dialect.name
    }
  }
}

extension SettingChange {
  /// The setting's name in logs.
  var what: String {
    switch self {
    case .mode: "mode"
    case .phase: "phase"
    case .rate: "rate"
    case .dialect: "dialect"
    }
  }

  /// The new value as logs write it.
  var value: String {
    switch self {
    case .mode(let mode): mode.rawValue
    case .phase(let phase): phase.rawValue
    case .rate(_, let rate): "\(rate.value)"
    case .dialect(let dialect): dialect.name
    }
  }

  func isSameSetting(as other: SettingChange) -> Bool {
    switch (self, other) {
    case (.mode, .mode), (.phase, .phase), (.dialect, .dialect): true
    case (.rate(let a, _), .rate(let b, _)): a == b
    default: false
    }
  }
}

extension Annotation {
  func isSameSetting(as other: Annotation) -> Bool {
    guard case .change(let what, let layer, _, _) = kind,
      case .change(let otherWhat, let otherLayer, _, _) = other.kind
    else { return false }
    return what == otherWhat && layer == otherLayer
  }
}

/// Which law the draws of a kind of dropout follow: what chance alone makes of them.
public enum DrawLaw: Sendable, Hashable {
  /// Each element is kept with chance 1 − p, whatever the others are.
  case elements
  /// The same for what shares a draw, such as channels: how many those are only a draw tells.
  case groups
  /// Elements are kept or dropped, but up to so many of them hang together.
  case clusters(of: Int)
  /// None is dropped: each has a normal factor of its own.
  case factors
  /// Nothing is known of the kind.
  case unknown

  /// Whether each decision is kept with chance 1 − p, whatever the others are.
  public var isIndependent: Bool { self == .elements || self == .groups }

  /// How many decisions hang together, at most; nil where that is not known.
  public var reach: Int? {
    switch self {
    case .elements, .groups, .factors: 1
    case .clusters(let count): count
    case .unknown: nil
    }
  }

  /// Whether elements are dropped at all.
  public var drops: Bool { self != .factors }

  /// The law of a kind by its name in logs.
  ///
  /// - Parameter kind: nil is taken for dropout of single elements.
  public init(kind: String?) {
    let known: (any DropoutKind)? = kind.map { DropoutKinds.named($0) } ?? ElementDropout()
    self = known?.law ?? .unknown
  }
}

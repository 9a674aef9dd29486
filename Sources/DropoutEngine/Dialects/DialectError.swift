/// Why no generator could be made, or a call is none of its framework's.
public enum DialectError: Error, CustomStringConvertible {
  /// No dialect has that name.
  case unknown(name: String)
  /// The dialect's framework does not take that seed.
  case seed(Seed, dialect: Dialect)
  /// The framework does not take a rate of 1.
  case rateOne(dialect: Dialect)
  /// An option without such a value.
  case option(String, has: String, needs: String)
  /// An option of other dialects.
  case foreignOption(String, dialect: Dialect)
  /// A split into keys whose number is not known.
  case noSplitCount
  /// The framework has no such way to draw a mask.
  case operation(String, dialect: Dialect)
  /// A channel dropout of a tensor without channels.
  case axes(has: Int, needs: String)
  /// A kind of dropout whose draws the dialect does not define.
  case kind(any DropoutKind, dialect: Dialect)
  /// An axis that the tensor does not have.
  case broadcast(Int, axes: Int)

  /// One sentence: what it has and what it may be.
  public var description: String {
    switch self {
    case .unknown(let name):
      "there is no dialect '\(name)'; it may be \(Dialect.names)"
    case .seed(let seed, let dialect):
      "seed \(shown(seed)) is out of range for \(dialect.family): it may be \(dialect.seeds)"
    case .rateOne(let dialect):
      "rate is 1; with \(dialect.family) it may be from 0 on and below 1"
    case .option(let option, let has, let needs):
      "\(option) is '\(has)'; it may be \(needs)"
    case .foreignOption(let option, let dialect):
      "\(option) is no option of \(dialect.family)" + takers(of: option)
    case .noSplitCount:
      "split-n in the original layout depends on the number of keys: give split-count"
    case .operation(let name, let dialect):
      "op is '\(name)'; with \(dialect.family) it may be "
        + dialect.operations.keys.sorted().joined(separator: ", ")
    case .axes(let has, let needs):
      "shape has \(has) \(has == 1 ? "axis" : "axes"); for this op it may have \(needs)"
    case .kind(let kind, let dialect):
      "dialect \(dialect.family) does not define "
        + (kind.form == .factors ? "\(kind.name) factors" : "the draws of \(kind.name)")
    case .broadcast(let axis, let axes):
      "broadcast_dims has \(axis); with \(axes) axes it may have \(-axes) to \(axes - 1)"
    }
  }

  private func takers(of option: String) -> String {
    let takers = Dialect.takers(of: option).map(\.family)
    return takers.isEmpty ? "" : "; it is one of \(takers.joined(separator: ", "))"
  }

  /// A seed of many digits is cut.
  private func shown(_ seed: Seed) -> String {
    let text = seed.description
    return text.count <= 60 ? text : "\(text.prefix(57))…"
  }
}

import DropoutEngine

extension ScreenState {
  /// The full name of the dialect, as the person asked for it, or as the session has it; nil where
  /// it is not known.
  package var dialect: String? {
    let asked = playback.askedChanges.last { if case .dialect = $0 { true } else { false } }
    if case .dialect(let dialect) = asked { return dialect.name }
    return arrival?.header.dialect
  }

  /// Goes on to the next dialect that takes the session's seed and defines the kinds that it runs.
  mutating func askNextDialect() -> [Request] {
    guard let name = dialect, arrival?.header.seed != nil else { return [] }
    let family = name.prefix { $0 != ":" }
    let dialects = Dialect.all.filter { $0.family == family || isFitting($0) }
    guard let index = dialects.firstIndex(where: { $0.family == family }) else { return [] }
    let next = dialects[(index + 1) % dialects.count]
    return next.family == family ? [] : ask(.dialect(next))
  }

  /// Whether a dialect takes the session's seed and defines the kinds that it runs.
  func isFitting(_ dialect: Dialect) -> Bool {
    guard let header = arrival?.header, let seed = header.seed else { return false }
    let kinds = header.sites.compactMap { $0.kind.flatMap(DropoutKinds.named) }
    return dialect.takes(seed: seed) && kinds.allSatisfy(dialect.defines)
  }

  /// The dialects that the session can go on with.
  var fittingDialects: [Dialect] { Dialect.all.filter(isFitting) }
}

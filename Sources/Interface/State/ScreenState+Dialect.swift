import DropoutEngine

extension ScreenState {
  /// The full name of the dialect, as the person asked for it, or as the session has it; nil where
  /// it is not known.
  package var dialect: String? {
    let asked = playback.askedChanges.last { if case .dialect = $0 { true } else { false } }
    if case .dialect(let dialect) = asked { return dialect.name }
    return arrival?.header.dialect
  }

  /// Goes on to the next dialect that takes the session's seed.
  mutating func askNextDialect() -> [Request] {
    guard let name = dialect, let seed = arrival?.header.seed else { return [] }
    let family = name.prefix { $0 != ":" }
    let dialects = Dialect.all.filter { $0.takes(seed: seed) || $0.family == family }
    guard let index = dialects.firstIndex(where: { $0.family == family }) else { return [] }
    let next = dialects[(index + 1) % dialects.count]
    return next.family == family ? [] : ask(.dialect(next))
  }
}

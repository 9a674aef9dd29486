extension Dialect {
  /// The full name on the command line and in logs, from which ``named(_:)`` makes the same dialect:
  /// the family, then the options that are not the default, as `jax:schedule=linen,x64=true`.
  public var name: String {
    let set = takes.compactMap { option in
      options.text(of: option).map { "\(option.rawValue)=\($0)" }
    }
    return set.isEmpty ? family : "\(family):\(set.joined(separator: ","))"
  }

  /// The dialect of that name.
  ///
  /// - Throws: ``DialectError`` when there is none, or an option is not one of its own.
  public static func named(_ name: String) throws(DialectError) -> Dialect {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let family = parts.first.map(String.init) ?? ""
    guard
      var dialect = all.first(where: { $0.family == family || $0.aliases.contains(family) })
    else { throw .unknown(name: name) }
    guard parts.count == 2 else { return dialect }
    for setting in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let sides = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, let option = DialectOption(rawValue: String(sides[0])) else {
        throw .unknown(name: name)
      }
      try dialect.set(option, to: String(sides[1]))
    }
    return dialect
  }

  /// Sets an option.
  ///
  /// - Throws: ``DialectError`` when it is not one of the dialect's, or has no such value.
  public mutating func set(_ option: DialectOption, to text: String) throws(DialectError) {
    guard takes.contains(option) else { throw .foreignOption(option, dialect: self) }
    try options.set(option, to: text)
  }

  /// The names in a list, for messages.
  static var names: String { all.map(\.family).joined(separator: ", ") }
}

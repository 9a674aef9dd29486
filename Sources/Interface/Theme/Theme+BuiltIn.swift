import BuiltInThemes

extension Theme {
  /// The built-in themes' file names, the default first; nothing is parsed.
  package static var builtInNames: [String] { BuiltInThemes.all.map(\.name) }

  /// The built-in theme of that file name, the only one parsed.
  ///
  /// - Throws: ``ThemeError/unknown(name:known:)`` for a name that is none of them.
  package static func builtIn(named name: String) throws(ThemeError) -> Theme {
    guard let found = BuiltInThemes.all.first(where: { $0.name == name.lowercased() }) else {
      throw .unknown(name: name, known: builtInNames)
    }
    return try Theme(yaml: found.yaml)
  }

  /// All built-in themes, the default first; parsed on first use, about a millisecond each.
  package static let builtIn: [Theme] = BuiltInThemes.all.map { name, yaml in
    do { return try Theme(yaml: yaml) } catch {
      preconditionFailure("the built-in theme \(name) cannot be read: \(error)")
    }
  }
}

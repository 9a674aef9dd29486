/// What is wrong with a theme file, in one sentence.
package enum ThemeError: Error, Equatable, CustomStringConvertible {
  /// The text is no YAML; the parser's reason.
  case notYAML(reason: String)
  /// The text is YAML but no mapping from keys to values.
  case notAScheme
  /// It says it is of another system than base16 and base24.
  case otherSystem(String)
  /// A colour is not there.
  case missing(String)
  /// A colour is no colour.
  case notAColor(key: String, value: String)
  /// There is no built-in theme of that name.
  case unknown(name: String, known: [String])

  package var description: String {
    switch self {
    case .notYAML(let reason):
      "the theme is not YAML: \(reason)"
    case .notAScheme:
      "the theme is not a base16 scheme: expected keys base00 to base0F"
    case .otherSystem(let system):
      "the theme is of the system \"\(system)\": expected \"base16\" or \"base24\""
    case .missing(let key):
      "the theme has no \(key): a base16 scheme needs base00 to base0F"
    case .notAColor(let key, let value):
      "the theme's \(key) is not a colour: \"\(value)\"; expected six hexadecimal digits"
    case .unknown(let name, let known):
      "there is no theme \"\(name)\"; built in are \(known.joined(separator: ", "))"
    }
  }
}

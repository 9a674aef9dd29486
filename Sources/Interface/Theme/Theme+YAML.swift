import Yams

extension Theme {
  /// Reads a base16 scheme in either published form: sixteen keys beside `scheme:`, or under
  /// `palette:` beside `name:`.
  ///
  /// Colours are read as raw text: to YAML an unquoted 000000 is a number, to a scheme it is black.
  ///
  /// - Throws: ``ThemeError``, one sentence that names what is wrong.
  package init(yaml: String) throws(ThemeError) {
    let root = try Theme.mapping(yaml)
    if let system = root["system"]?.scalar?.string, system.lowercased() != "base16" {
      throw .otherSystem(Theme.plain(system))
    }
    let palette = root["palette"]?.mapping ?? root
    var byKey: [String: Node] = [:]
    for (key, value) in palette {
      if let name = key.scalar?.string.lowercased() { byKey[name] = value }
    }
    guard byKey.keys.contains(where: { $0.hasPrefix("base0") }) else { throw .notAScheme }
    var colors: [Color] = []
    for index in 0..<16 {
      let digit = String(index, radix: 16)
      let key = "base0" + digit.uppercased()
      guard let node = byKey["base0" + digit] else { throw .missing(key) }
      let text = node.scalar?.string ?? "a list or a mapping"
      guard let color = Color(hex: text) else {
        throw .notAColor(key: key, value: Theme.plain(text))
      }
      colors.append(color)
    }
    let name = root["name"]?.scalar?.string ?? root["scheme"]?.scalar?.string ?? "unnamed"
    self.init(name: Theme.plain(name), colors: colors)
  }

  private static func mapping(_ yaml: String) throws(ThemeError) -> Node.Mapping {
    let node: Node?
    do { node = try Yams.compose(yaml: yaml) } catch {
      throw .notYAML(reason: reason(error))
    }
    guard let mapping = node?.mapping else { throw .notAScheme }
    return mapping
  }

  /// The parser's complaint on one line, with the line it means.
  private static func reason(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "\(plain(problem)) in line \(mark.line)"
    case .duplicatedKeysInMapping(let keys, _):
      "the key \(plain(keys.map { "\($0)" }.sorted().joined(separator: ", "))) stands there twice"
    default:
      "it cannot be read"
    }
  }

  /// Text from a file, made safe for a screen and of bounded length.
  private static func plain(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    safe.append(contentsOf: text.unicodeScalars.prefix(60).map(Glyphs.safe))
    return String(safe)
  }
}

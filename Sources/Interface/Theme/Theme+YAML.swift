extension Theme {
  /// Reads a base16 or base24 scheme in either published form: its keys beside `scheme:`, or under
  /// `palette:` beside `name:`. Of base24, the sixteen colours that base16 has are drawn with; the
  /// eight others, brighter ones for terminals, are not looked at.
  ///
  /// Colours are read as raw text: to YAML an unquoted 000000 is a number, to a scheme it is black.
  ///
  /// - Throws: ``ThemeError``, one sentence that names what is wrong.
  package init(yaml: String) throws(ThemeError) {
    let root = try Theme.mapping(yaml)
    if let system = root["system"]?.scalar, !["base16", "base24"].contains(system.lowercased()) {
      throw .otherSystem(Theme.plain(system))
    }
    let palette = root["palette"].flatMap { $0.pairs == nil ? nil : $0 } ?? root
    var byKey: [String: YAMLNode] = [:]
    for (key, value) in palette.pairs ?? [] { byKey[key.lowercased()] = value }
    guard byKey.keys.contains(where: { $0.hasPrefix("base0") }) else { throw .notAScheme }
    var colors: [Color] = []
    for index in 0..<16 {
      let digit = String(index, radix: 16)
      let key = "base0" + digit.uppercased()
      guard let node = byKey["base0" + digit] else { throw .missing(key) }
      let text = node.scalar ?? "a list or a mapping"
      guard let color = Color(hex: text) else {
        throw .notAColor(key: key, value: Theme.plain(text))
      }
      colors.append(color)
    }
    let name = root["name"]?.scalar ?? root["scheme"]?.scalar ?? "unnamed"
    self.init(name: Theme.plain(name), colors: colors)
  }

  private static func mapping(_ yaml: String) throws(ThemeError) -> YAMLNode {
    let node: YAMLNode?
    do throws(YAMLError) { node = try YAMLNode.root(of: yaml) } catch {
      throw .notYAML(reason: reason(error))
    }
    guard let node, node.pairs != nil else { throw .notAScheme }
    return node
  }

  /// The parser's complaint on one line, with the line it means.
  private static func reason(_ error: YAMLError) -> String {
    switch error {
    case .syntax(let problem, let line): "\(plain(problem)) in line \(line)"
    case .twice(let keys): "the key \(plain(keys.joined(separator: ", "))) stands there twice"
    case .unreadable: "it cannot be read"
    }
  }

  /// Text from a file, made safe for a screen and of bounded length.
  private static func plain(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    safe.append(contentsOf: text.unicodeScalars.prefix(60).map(Glyphs.safe))
    return String(safe)
  }
}

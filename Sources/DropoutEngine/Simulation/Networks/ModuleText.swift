/// A module as it stands in a line of PyTorch's words: `Conv2d(1, 8, 3, padding=1)`.
struct ModuleText: Sendable, Equatable {
  /// What stands in place of an argument.
  indirect enum Value: Sendable, Equatable {
    case number(Double)
    /// True, False and None, and texts without their quotes.
    case word(String)
    case list([Value])
  }

  var name: String
  /// As it was written, for messages.
  var written: String
  var positional: [Value] = []
  var named: [(name: String, value: Value)] = []

  static func == (a: ModuleText, b: ModuleText) -> Bool {
    a.name == b.name && a.positional == b.positional && a.named.map(\.name) == b.named.map(\.name)
      && a.named.map(\.value) == b.named.map(\.value)
  }

  /// The modules of a line, with or without commas between them, and with `nn.` before each or not.
  static func modules(_ text: String) throws(NetworkError) -> [ModuleText] {
    var scanner = ModuleScanner(text)
    var modules: [ModuleText] = []
    while try scanner.skipToModule() {
      guard modules.count < 1000 else { throw .text("it has more than 1000 modules") }
      modules.append(try scanner.module())
    }
    if modules.isEmpty { throw .noModules }
    return modules
  }
}

/// Reads a line of modules.
private struct ModuleScanner {
  private let text: [Character]
  private var place = 0

  init(_ text: String) { self.text = Array(text.prefix(1 << 16)) }

  private var next: Character? { place < text.count ? text[place] : nil }

  private mutating func skipSpace() {
    while let next, next.isWhitespace { place += 1 }
  }

  /// Goes to where the next module begins; false at the end.
  mutating func skipToModule() throws(NetworkError) -> Bool {
    while let next, next.isWhitespace || next == "," || next == ";" { place += 1 }
    return next != nil
  }

  mutating func module() throws(NetworkError) -> ModuleText {
    let start = place
    var name = word()
    while next == "." {
      place += 1
      name = word()
    }
    guard !name.isEmpty else { throw .text("'\(shown(from: start))' is no module") }
    var module = ModuleText(name: name, written: name)
    if next == "(" {
      place += 1
      try arguments(of: &module, start)
    }
    module.written = String(text[start..<place])
    return module
  }

  private mutating func arguments(
    of module: inout ModuleText, _ start: Int
  ) throws(NetworkError) {
    while true {
      skipSpace()
      guard let next else { throw .text("'\(shown(from: start))' has no closing parenthesis") }
      if next == ")" {
        place += 1
        return
      }
      if next == "," {
        place += 1
        continue
      }
      let before = place
      let keyword = word()
      skipSpace()
      if !keyword.isEmpty, self.next == "=" {
        place += 1
        module.named.append((keyword, try value(start)))
      } else {
        place = before
        module.positional.append(try value(start))
      }
    }
  }

  private mutating func value(_ start: Int, depth: Int = 0) throws(NetworkError) -> ModuleText.Value
  {
    skipSpace()
    guard let first = next, depth < 4 else {
      throw .text("'\(shown(from: start))' has no closing parenthesis")
    }
    if first == "(" || first == "[" { return try list(start, depth) }
    if first == "'" || first == "\"" { return try quoted(first, start) }
    let begin = place
    while let next, !next.isWhitespace, !",()[]=".contains(next) { place += 1 }
    let word = String(text[begin..<place])
    guard !word.isEmpty else { throw .text("'\(shown(from: start))' cannot be read") }
    return Double(word).map(ModuleText.Value.number) ?? .word(word)
  }

  private mutating func list(_ start: Int, _ depth: Int) throws(NetworkError) -> ModuleText.Value {
    place += 1
    var values: [ModuleText.Value] = []
    while true {
      skipSpace()
      guard let next else { throw .text("'\(shown(from: start))' has no closing parenthesis") }
      if next == ")" || next == "]" {
        place += 1
        return .list(values)
      }
      if next == "," { place += 1 } else { values.append(try value(start, depth: depth + 1)) }
    }
  }

  private mutating func quoted(
    _ quote: Character, _ start: Int
  ) throws(NetworkError) -> ModuleText.Value {
    place += 1
    let begin = place
    while let next, next != quote { place += 1 }
    guard next != nil else { throw .text("'\(shown(from: start))' has no closing quote") }
    defer { place += 1 }
    return .word(String(text[begin..<place]))
  }

  /// Letters, digits and underscores.
  private mutating func word() -> String {
    let begin = place
    while let next, next.isLetter || next.isNumber || next == "_" { place += 1 }
    return String(text[begin..<place])
  }

  private func shown(from start: Int) -> String {
    String(text[start..<min(text.count, start + 40)])
  }
}

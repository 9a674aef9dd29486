extension TerminalDescription {
  /// The terminal that most others are like.
  static let common = "xterm-256color"

  /// The description that the program brings for a terminal of that name, for machines without one;
  /// nil where it brings none.
  static func builtIn(_ name: String) -> TerminalDescription? { builtIn[name] }

  /// All names that have one.
  static var builtInNames: [String] { builtIn.keys.sorted() }

  /// The one that serves a terminal which nobody here knows: that of its kind, so that GNU screen
  /// under `screen.xterm-new` is drawn on as a screen, and else ``common``.
  static func closest(to name: String) -> TerminalDescription? {
    let family = String(name.prefix { !"-.+".contains($0) })
    let names = family == "xterm" ? [] : ["\(family)-256color", family]
    return (names + [common]).lazy.compactMap { builtIn[$0] }.first
  }

  private static let builtIn = parse(String(decoding: PackageResources.terminals_ti, as: UTF8.self))

  /// Reads descriptions in the syntax of terminfo(5), one capability a line; `use=` names one that
  /// stands before.
  static func parse(_ source: String) -> [String: TerminalDescription] {
    var known: [String: TerminalDescription] = [:]
    var current: TerminalDescription?
    for line in source.split(separator: "\n") where !line.hasPrefix("#") {
      let text = line.last == "," ? line.dropLast() : line
      guard text.first == "\t" else {
        if let current { known[current.name] = current }
        current = TerminalDescription(name: String(text))
        continue
      }
      current?.take(text.dropFirst(), known)
    }
    if let current { known[current.name] = current }
    return known
  }

  private mutating func take(_ text: Substring, _ known: [String: TerminalDescription]) {
    let end = text.firstIndex { "#=@".contains($0) } ?? text.endIndex
    let (name, rest) = (String(text[..<end]), text[end...].dropFirst())
    switch text[end...].first {
    case "#":
      numbers[name] = rest.hasPrefix("0x") ? Int(rest.dropFirst(2), radix: 16) : Int(rest)
    case "=" where name == "use":
      guard let base = known[String(rest)] else { return }
      (flags, numbers, strings) = (base.flags, base.numbers, base.strings)
    case "=": strings[name] = TerminalDescription.bytes(rest)
    case "@":
      flags.remove(name)
      numbers[name] = nil
      strings[name] = nil
    default: flags.insert(name)
    }
  }

  /// The bytes that a string of terminfo(5) stands for.
  private static func bytes(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "^"):
        // ^? is DEL, ^@ to ^_ the control characters.
        if let letter = rest.popFirst() { bytes.append(letter == 63 ? 127 : letter & 31) }
      case UInt8(ascii: "\\"): bytes.append(escaped(&rest))
      default: bytes.append(byte)
      }
    }
    return bytes
  }

  private static func escaped(_ rest: inout ArraySlice<UInt8>) -> UInt8 {
    let digits = rest.prefix(3).prefix { (48..<56).contains($0) }
    if !digits.isEmpty {
      rest = rest.dropFirst(digits.count)
      // NUL would end the string: terminfo(5) has 128 for it, which terminals take for the same.
      let value = digits.reduce(0) { $0 * 8 + Int($1 - 48) }
      return value == 0 ? 128 : UInt8(truncatingIfNeeded: value)
    }
    let letter = rest.popFirst() ?? UInt8(ascii: "\\")
    let letters: [UInt8: UInt8] = [
      UInt8(ascii: "E"): 27, UInt8(ascii: "e"): 27, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13,
      UInt8(ascii: "t"): 9, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "s"): 32,
    ]
    return letters[letter] ?? letter
  }
}

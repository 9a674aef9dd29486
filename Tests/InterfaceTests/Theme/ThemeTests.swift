import Testing

@testable import Interface

private let classic = """
  scheme: "Classic"
  author: "someone"
  base00: "000000"
  base01: 111111
  base02: 1e1000
  base03: "#333333"
  base04: '444444'
  base05: "555555"
  base06: "666666"
  base07: "777777"
  base08: "AaBbCc"
  base09: "999999"
  base0A: "aaaaaa"
  base0b: "bbbbbb"
  base0C: "cccccc"
  base0D: "dddddd"
  base0E: "eeeeee"
  base0F: 000000
  """

private func error(_ yaml: String) -> String {
  do {
    _ = try Theme(yaml: yaml)
    return "none"
  } catch { return error.description }
}

@Test("The classic form is read, and unquoted digits are text")
func classicForm() throws {
  let theme = try Theme(yaml: classic)
  #expect(theme.name == "Classic")
  #expect(theme.ground == Color(red: 0, green: 0, blue: 0))
  #expect(theme.panel == Color(red: 0x11, green: 0x11, blue: 0x11))
  #expect(theme.selection == Color(red: 0x1E, green: 0x10, blue: 0))
  #expect(theme.alarm == Color(red: 0xAA, green: 0xBB, blue: 0xCC))
  #expect(theme.kept == Color(red: 0xBB, green: 0xBB, blue: 0xBB))
}

@Test("The form with a palette is read")
func paletteForm() throws {
  let colors = (0..<16).map {
    "  base0\(String($0, radix: 16, uppercase: true)): \"#00000\($0 % 10)\""
  }
  let yaml =
    "system: \"base16\"\nname: \"New\"\nvariant: dark\npalette:\n" + colors.joined(separator: "\n")
  let theme = try Theme(yaml: yaml)
  #expect(theme.name == "New" && theme.kept.blue == 1)
}

@Test("Base24 is read in both forms; what it has beyond base16 changes nothing")
func base24() throws {
  let extra = (0..<8).map { "base1\($0): \"ff000\($0)\"" }
  let flat = classic + "\n" + extra.joined(separator: "\n")
  #expect(try Theme(yaml: flat) == Theme(yaml: classic))
  #expect(try Theme(yaml: "system: \"base24\"\n" + flat) == Theme(yaml: classic))
  let lines = flat.split(separator: "\n").filter { $0.hasPrefix("base") }.map { "  " + $0 }
  let nested = "system: base24\nname: Classic\npalette:\n" + lines.joined(separator: "\n")
  #expect(try Theme(yaml: nested) == Theme(yaml: classic))
}

@Test("An error names what is wrong, in one sentence")
func errorsNameTheCause() {
  #expect(
    error(classic.replacing("base0b: \"bbbbbb\"\n", with: ""))
      == "the theme has no base0B: a base16 scheme needs base00 to base0F")
  #expect(
    error(classic.replacing("\"555555\"", with: "\"12345\""))
      == "the theme's base05 is not a colour: \"12345\"; expected six hexadecimal digits")
  #expect(error("just words") == "the theme is not a base16 scheme: expected keys base00 to base0F")
  #expect(error("") == "the theme is not a base16 scheme: expected keys base00 to base0F")
  #expect(error("a: [1, 2").hasPrefix("the theme is not YAML: "))
  #expect(error("\"a: 1").hasPrefix("the theme is not YAML: "))
  #expect(
    error("system: tinted8\n" + classic)
      == "the theme is of the system \"tinted8\": expected \"base16\" or \"base24\"")
  #expect(!error("base00: \"\\e[31m\"\n").unicodeScalars.contains("\u{1B}"))
}

@Test("What is wrong with YAML is told: syntax and its line, keys that stand twice, two documents")
func syntaxErrorsHaveLines() {
  #expect(error("a: 1\nb: [1, 2\nc: 3").hasSuffix(" in line 3"))
  #expect(error("a: 1\nb: 2\na: 3") == "the theme is not YAML: the key a stands there twice")
  #expect(error("x: {b: 1, \"b\": 2}") == "the theme is not YAML: the key b stands there twice")
  #expect(
    error(classic + "\n---\na: 1")
      == "the theme is not YAML: but found another document in line 19")
  #expect(error("a: *b").hasSuffix("found undefined alias in line 1"))
  #expect(error("a: \u{1}") == "the theme is not YAML: it cannot be read")
}

@Test("Aliases of aliases cost nothing, a deep nesting is refused, and an alias may be a colour")
func aliasesAreBounded() throws {
  var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
  for level in 1..<40 {
    let list = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
    lines.append("a\(level): &a\(level) [\(list)]")
  }
  #expect(error(lines.joined(separator: "\n")).hasPrefix("the theme is not a base16 scheme"))
  #expect(error("a: " + String(repeating: "[", count: 100_000)).hasPrefix("the theme is not YAML"))
  #expect(error("&a {x: *a, *a : y}").hasPrefix("the theme is not"))
  let theme = try Theme(
    yaml: classic.replacing("\"555555\"", with: "&text \"555555\"")
      .replacing("\"666666\"", with: "*text"))
  #expect(theme.colors[6] == theme.colors[5])
}

@Test("A byte-order mark and Windows' line ends do not matter, and NUL ends nothing")
func bytesOfOtherSystems() throws {
  let theme = try Theme(yaml: "\u{FEFF}" + classic.replacing("\n", with: "\r\n"))
  #expect(theme.name == "Classic" && theme.colors[15] == Color(red: 0, green: 0, blue: 0))
  #expect(try Theme(yaml: classic.replacing("\"Classic\"", with: "\"a\\0b\"")).name == "a·b")
}

@Test("Control characters in a theme's name do not reach the screen")
func namesAreSafe() throws {
  let theme = try Theme(yaml: classic.replacing("\"Classic\"", with: "\"a\\e[31mb\""))
  #expect(theme.name == "a·[31mb")
}

@Test("The built-in themes are at least eight, the default first, and each is found by its name")
func builtInThemes() throws {
  #expect(Theme.builtInNames.count >= 8 && Theme.builtInNames.first == "dropscope-dark")
  for (name, theme) in zip(Theme.builtInNames, Theme.builtIn) {
    #expect(try Theme.builtIn(named: name.uppercased()) == theme)
  }
  #expect(throws: ThemeError.unknown(name: "x", known: Theme.builtInNames)) {
    try Theme.builtIn(named: "x")
  }
}

@Test("Text of every built-in theme stands out from its ground")
func textIsReadable() {
  for theme in Theme.builtIn {
    let ground = theme.ground.perceived.lightness
    #expect(abs(theme.text.perceived.lightness - ground) > 0.5, "\(theme.name)")
    #expect(abs(theme.legend.perceived.lightness - ground) > 0.3, "\(theme.name)")
    #expect(abs(theme.dropped.perceived.lightness - ground) > 0.15, "\(theme.name)")
  }
}

@Test("The colours of data and alarms stay apart on a terminal of 256 colours")
func rolesStayApart() {
  for theme in Theme.builtIn {
    let roles = [
      theme.alarm, theme.before, theme.accent, theme.kept, theme.eval, theme.after,
      theme.colors[0xE],
    ]
    let indices = roles.map { ColorDepth.palette256.index(of: $0) }
    #expect(Set(indices).count == roles.count, "\(theme.name): \(indices)")
  }
}

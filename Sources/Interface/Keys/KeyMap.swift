/// The keys of a view: what each does, and how people read it. Those that work everywhere come from
/// one table, and each view adds its own.
package struct KeyMap: Sendable {
  /// One row per label, for the footer, the help screen and the README, by groups. A row that is
  /// read as a pair, like `. ,`, has the keys of both, and the command of the first.
  package let bindings: [KeyBinding]
  private let byKey: [Key: KeyBinding]

  /// - Parameter own: rows beside those that work everywhere; no key stands in both.
  init(own: [KeyRow]) {
    let rows = KeyMap.everywhere + own
    let sorted = KeyBinding.Group.allCases.flatMap { group in rows.filter { $0.group == group } }
    bindings = sorted.map(\.whole)
    var byKey: [Key: KeyBinding] = [:]
    for binding in sorted.flatMap(\.bindings) {
      for key in binding.keys {
        precondition(byKey[key] == nil, "a key is bound once")
        byKey[key] = binding
      }
    }
    self.byKey = byKey
  }

  /// What that key does, unless the prompt is open; its binding has that key's own command.
  package func binding(for key: Key) -> KeyBinding? { byKey[key] }

  /// The keys that work in every view.
  package static let shared = KeyMap(own: [])

  private static let everywhere = time + selection + session + screen
}

extension KeyMap {
  private static let time = [
    KeyRow(.time, "space", "play, pause", footer: "pause", ([.character(" ")], .togglePlay)),
    KeyRow(
      .time, ". ,", "one call forward, back: → ←", footer: "step",
      ([.character("."), .right], .step(1)), ([.character(","), .left], .step(-1))),
    KeyRow(
      .time, "shift+← →", "ten calls back, forward",
      ([.shiftLeft], .step(-10)), ([.shiftRight], .step(10))),
    KeyRow(
      .time, "[ ]", "slower, faster, 1/4x to max", footer: "speed",
      ([.character("[")], .slower), ([.character("]")], .faster)),
    KeyRow(.time, "backspace", "speed 1x, 4 calls a second", ([.backspace], .normalSpeed)),
    KeyRow(
      .time, "g G", "first, newest call",
      ([.character("g"), .home], .first), ([.character("G"), .end], .newest)),
    KeyRow(.time, ":", "a command, or a call by number", ([.character(":")], .openPrompt)),
    KeyRow(.time, "F", "follow the newest call", ([.character("F")], .follow)),
    KeyRow(.time, "z", "zoom time in, and out again", ([.character("z")], .zoomTime)),
  ]

  private static let selection = [
    KeyRow(
      .selection, "tab", "next site; shift+tab back", footer: "site",
      ([.tab], .selectSite(1)), ([.backTab], .selectSite(-1))),
    KeyRow(.selection, "esc", "back", ([.escape], .back)),
    KeyRow(
      .selection, "y", "copy the site, unit or finding", ([.character("y")], .copy)),
  ]

  private static let session = [
    KeyRow(
      .session, "w", "start, stop recording", footer: "record",
      ([.character("w")], .toggleRecording)),
    KeyRow(.session, "M", "mark this call", ([.character("M")], .mark)),
    KeyRow(
      .session, "n N", "next, previous mark, finding",
      ([.character("n")], .nextMark(1)), ([.character("N")], .nextMark(-1))),
    KeyRow(
      .session, "r R", "same seed again, a new seed",
      ([.character("r")], .restart(newSeed: false)), ([.character("R")], .restart(newSeed: true))),
  ]

  private static let screen = [
    KeyRow(
      .screen, "t", "next theme; T back", footer: "theme",
      ([.character("t")], .changeTheme(1)), ([.character("T")], .changeTheme(-1))),
    KeyRow(
      .screen, "1-9", "a view by its number",
      ([.character("1")], .view(1)), ([.character("2")], .view(2)), ([.character("3")], .view(3)),
      ([.character("4")], .view(4)), ([.character("5")], .view(5)), ([.character("6")], .view(6)),
      ([.character("7")], .view(7)), ([.character("8")], .view(8)), ([.character("9")], .view(9))),
    KeyRow(
      .screen, "Y", "mouse to the terminal, and back", ([.character("Y")], .toggleMouse)),
    KeyRow(.screen, "0", "dragged panels back in place", ([.character("0")], .resetPanels)),
    KeyRow(.screen, "?", "help; also F1", footer: "help", ([.character("?"), .f(1)], .toggleHelp)),
    KeyRow(.screen, "q", "quit", footer: "quit", ([.character("q")], .quit(0))),
    KeyRow(.screen, "ctrl-C", "quit, exit status 130", ([.control("c")], .quit(130))),
    KeyRow(.screen, "ctrl-Z", "suspend", ([.control("z")], .suspend)),
    KeyRow(.screen, "ctrl-L", "repaint", ([.control("l")], .repaint)),
  ]
}

/// The one table of keys: what each does, and how people read it.
package enum KeyMap {
  /// One binding per command; two that are read as a pair, like `.` and `,`, share their label.
  package static let bindings: [KeyBinding] = table.flatMap(\.bindings)

  /// One binding per label, for the help screen and the README: the first of each pair.
  package static let rows: [KeyBinding] = table.compactMap(\.bindings.first)

  /// What that key does, unless the prompt is open.
  package static func binding(for key: Key) -> KeyBinding? { byKey[key] }

  private static let byKey: [Key: KeyBinding] = {
    var byKey: [Key: KeyBinding] = [:]
    for binding in bindings {
      for key in binding.keys {
        precondition(byKey[key] == nil, "a key is bound once")
        byKey[key] = binding
      }
    }
    return byKey
  }()

  private static let table = time + dropout + selection + session + screen
}

/// A line of the table: a label and all the commands that it stands for.
private struct Row {
  var group: KeyBinding.Group
  var label: String
  var summary: String
  var footer: String?
  var commands: [(keys: [Key], command: KeyBinding.Command)]

  init(
    _ group: KeyBinding.Group, _ label: String, _ summary: String, footer: String? = nil,
    _ commands: ([Key], KeyBinding.Command)...
  ) {
    self.group = group
    self.label = label
    self.summary = summary
    self.footer = footer
    self.commands = commands.map { (keys: $0.0, command: $0.1) }
  }

  /// Only the first has the footer's word, which stands there once.
  var bindings: [KeyBinding] {
    commands.enumerated().map { index, entry in
      KeyBinding(
        keys: entry.keys, label: label, summary: summary, footer: index == 0 ? footer : nil,
        group: group, command: entry.command)
    }
  }
}

extension KeyMap {
  private static let time = [
    Row(.time, "space", "play, pause", footer: "pause", ([.character(" ")], .togglePlay)),
    Row(
      .time, ". ,", "one call forward, back; also → ←", footer: "step",
      ([.character("."), .right], .step(1)), ([.character(","), .left], .step(-1))),
    Row(
      .time, "shift+← →", "ten calls back, forward",
      ([.shiftLeft], .step(-10)), ([.shiftRight], .step(10))),
    Row(
      .time, "[ ]", "slower, faster: 1/4 to 64 times 4 calls a second, then as fast as it goes",
      footer: "speed", ([.character("[")], .slower), ([.character("]")], .faster)),
    Row(.time, "backspace", "back to 4 calls a second", ([.backspace], .normalSpeed)),
    Row(
      .time, "g G", "first, newest call; also home end",
      ([.character("g"), .home], .first), ([.character("G"), .end], .newest)),
    Row(.time, ":", "go to a call by its number", ([.character(":")], .openPrompt)),
    Row(.time, "F", "follow the newest call; any seek lets go", ([.character("F")], .follow)),
  ]

  private static let dropout = [
    Row(.dropout, "m", "vanilla, inverted", footer: "mode", ([.character("m")], .toggleMode)),
    Row(.dropout, "e", "train, eval", footer: "eval", ([.character("e")], .togglePhase)),
    Row(
      .dropout, "+ -", "rate of the selected layer up, down by 0.05", footer: "rate",
      ([.character("+"), .character("=")], .changeRate(1)),
      ([.character("-")], .changeRate(-1))),
  ]

  private static let selection = [
    Row(
      .selection, "tab", "next layer; shift+tab: the one before", footer: "layer",
      ([.tab], .selectLayer(1)), ([.backTab], .selectLayer(-1))),
    Row(
      .selection, "h j k l", "select a unit; also ↑ ↓, and ← → once one is selected",
      ([.character("h")], .moveUnit(dx: -1, dy: 0)),
      ([.character("j"), .down], .moveUnit(dx: 0, dy: 1)),
      ([.character("k"), .up], .moveUnit(dx: 0, dy: -1)),
      ([.character("l")], .moveUnit(dx: 1, dy: 0))),
    Row(
      .selection, "pgup pgdn", "previous, next sample of the batch",
      ([.pageUp], .selectSample(-1)), ([.pageDown], .selectSample(1))),
    Row(.selection, "enter", "expand a panel; again: the next one", ([.enter], .expand)),
    Row(.selection, "esc", "back: close, let the unit go, shrink the panel", ([.escape], .back)),
  ]

  private static let session = [
    Row(
      .session, "w", "start, stop recording", footer: "record",
      ([.character("w")], .toggleRecording)),
    Row(.session, "M", "mark this call", ([.character("M")], .mark)),
    Row(
      .session, "n N", "next, previous mark",
      ([.character("n")], .nextMark(1)), ([.character("N")], .nextMark(-1))),
    Row(
      .session, "r R", "begin again: same seed, new seed",
      ([.character("r")], .restart(newSeed: false)), ([.character("R")], .restart(newSeed: true))),
  ]

  private static let screen = [
    Row(
      .screen, "t", "next theme; T: the one before", footer: "theme",
      ([.character("t")], .changeTheme(1)), ([.character("T")], .changeTheme(-1))),
    Row(.screen, "?", "help; also F1", footer: "help", ([.character("?"), .f(1)], .toggleHelp)),
    Row(.screen, "q", "quit", footer: "quit", ([.character("q")], .quit(0))),
    Row(.screen, "ctrl-C", "quit with exit status 130", ([.control("c")], .quit(130))),
    Row(.screen, "ctrl-Z", "suspend; fg brings it back", ([.control("z")], .suspend)),
    Row(.screen, "ctrl-L", "paint the screen anew", ([.control("l")], .repaint)),
  ]
}

/// The one table of keys: what each does, and how people read it.
package enum KeyMap {
  /// One row per label, for the footer, the help screen and the README. A row that is read as a
  /// pair, like `. ,`, has the keys of both, and the command of the first.
  package static let bindings: [KeyBinding] = table.map(\.whole)

  /// What that key does, unless the prompt is open; its binding has that key's own command.
  package static func binding(for key: Key) -> KeyBinding? { byKey[key] }

  private static let byKey: [Key: KeyBinding] = {
    var byKey: [Key: KeyBinding] = [:]
    for binding in table.flatMap(\.bindings) {
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

  var whole: KeyBinding { binding(of: commands.flatMap(\.keys), commands[0].command) }

  var bindings: [KeyBinding] { commands.map { binding(of: $0.keys, $0.command) } }

  private func binding(of keys: [Key], _ command: KeyBinding.Command) -> KeyBinding {
    KeyBinding(
      keys: keys, label: label, summary: summary, footer: footer, group: group, command: command)
  }
}

extension KeyMap {
  private static let time = [
    Row(.time, "space", "play, pause", footer: "pause", ([.character(" ")], .togglePlay)),
    Row(
      .time, ". ,", "one call forward, back: → ←", footer: "step",
      ([.character("."), .right], .step(1)), ([.character(","), .left], .step(-1))),
    Row(
      .time, "shift+← →", "ten calls back, forward",
      ([.shiftLeft], .step(-10)), ([.shiftRight], .step(10))),
    Row(
      .time, "[ ]", "slower, faster, 1/4x to max", footer: "speed",
      ([.character("[")], .slower), ([.character("]")], .faster)),
    Row(.time, "backspace", "speed 1x, 4 calls a second", ([.backspace], .normalSpeed)),
    Row(
      .time, "g G", "first, newest call",
      ([.character("g"), .home], .first), ([.character("G"), .end], .newest)),
    Row(.time, ":", "go to a call by number", ([.character(":")], .openPrompt)),
    Row(
      .time, "F z", "follow newest, whole strip",
      ([.character("F")], .follow), ([.character("z")], .toggleStrip)),
  ]

  private static let dropout = [
    Row(.dropout, "m", "vanilla, inverted", footer: "mode", ([.character("m")], .toggleMode)),
    Row(.dropout, "e", "train, eval", footer: "eval", ([.character("e")], .togglePhase)),
    Row(
      .dropout, "+ -", "rate of the layer by 0.05", footer: "rate",
      ([.character("+"), .character("=")], .changeRate(1)),
      ([.character("-")], .changeRate(-1))),
    Row(.dropout, "d", "next dialect: whose masks", ([.character("d")], .nextDialect)),
  ]

  private static let selection = [
    Row(
      .selection, "tab", "next layer; shift+tab back", footer: "layer",
      ([.tab], .selectLayer(1)), ([.backTab], .selectLayer(-1))),
    Row(
      .selection, "h j k l", "select a unit; also arrows",
      ([.character("h")], .moveUnit(dx: -1, dy: 0)),
      ([.character("j"), .down], .moveUnit(dx: 0, dy: 1)),
      ([.character("k"), .up], .moveUnit(dx: 0, dy: -1)),
      ([.character("l")], .moveUnit(dx: 1, dy: 0))),
    Row(
      .selection, "pgup pgdn", "previous, next sample",
      ([.pageUp], .selectSample(-1)), ([.pageDown], .selectSample(1))),
    Row(.selection, "enter", "expand a panel, the next one", ([.enter], .expand)),
    Row(.selection, "esc", "back", ([.escape], .back)),
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
      .session, "r R", "same seed again, a new seed",
      ([.character("r")], .restart(newSeed: false)), ([.character("R")], .restart(newSeed: true))),
  ]

  private static let screen = [
    Row(
      .screen, "t", "next theme; T back", footer: "theme",
      ([.character("t")], .changeTheme(1)), ([.character("T")], .changeTheme(-1))),
    Row(.screen, "?", "help; also F1", footer: "help", ([.character("?"), .f(1)], .toggleHelp)),
    Row(.screen, "q", "quit", footer: "quit", ([.character("q")], .quit(0))),
    Row(.screen, "ctrl-C", "quit, exit status 130", ([.control("c")], .quit(130))),
    Row(.screen, "ctrl-Z", "suspend", ([.control("z")], .suspend)),
    Row(.screen, "ctrl-L", "repaint", ([.control("l")], .repaint)),
  ]
}

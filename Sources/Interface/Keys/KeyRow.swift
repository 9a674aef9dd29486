/// A line of the table: a label and all the commands that it stands for.
struct KeyRow: Sendable {
  var group: KeyBinding.Group
  var label: String
  var summary: String
  var footer: String?
  private var commands: [(keys: [Key], command: KeyBinding.Command)]

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

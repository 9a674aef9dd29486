/// The one table of keys. Temporary: two rows until the whole table is merged.
package enum KeyMap {
  package static let bindings: [KeyBinding] = [
    KeyBinding(
      keys: [.character(" ")], label: "space", summary: "play, pause", footer: "pause",
      group: .time, command: .togglePlay),
    KeyBinding(
      keys: [.character("q")], label: "q", summary: "quit", footer: "quit",
      group: .screen, command: .quit(0)),
  ]
}

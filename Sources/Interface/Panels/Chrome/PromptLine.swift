/// The line that is typed after `:`, and what may become of it.
struct PromptLine {
  let state: ScreenState
  let prompt: Prompt
  let inks: Inks

  func draw(x: Int, y: Int, _ room: Int, into canvas: inout Canvas) {
    // The end of what is typed stays in sight.
    let text = StatusLine.cutFront(prompt.text, max(8, room - 2))
    let typed = [
      Run(":", inks.hotkey), Run(text, inks.strong),
      Run(" ", inks.hasColor ? Style(background: inks.theme.accent) : Style(reverse: true)),
    ]
    canvas.write(typed, x: x, y: y, limit: room)
    let left = room - typed.width - 2
    guard left > 3 else { return }
    let fitting = hints.first { $0.width <= left } ?? hints.last ?? []
    canvas.write(fitting, x: x + typed.width + 2, y: y, limit: left)
  }

  /// What tab walks, else what the command takes, else what may be typed; the fullest first.
  private var hints: [[Run]] {
    if !prompt.choices.isEmpty { return [choices] }
    if prompt.hints.isEmpty {
      let newest = state.arrival.map { " 1…\($0.last ?? $0.newest)" } ?? ""
      let keys = [
        Run("tab", inks.hotkey), Run(" completes  ", inks.label), Run("enter", inks.hotkey),
        Run(" go  ", inks.label), Run("esc", inks.hotkey), Run(" back", inks.label),
      ]
      let call = Run("go to call" + newest, inks.label)
      return [[call, Run(", or a command  ", inks.label)] + keys, [call]]
    }
    return [[Run(prompt.hints.joined(separator: "  "), inks.label)]]
  }

  /// The chosen one first to be seen: those before it go where there are many.
  private var choices: [Run] {
    let first = max(0, (prompt.chosen ?? 0) - 3)
    let before = first > 0 ? [Run("… ", inks.label)] : []
    return before
      + prompt.choices.enumerated().dropFirst(first).flatMap { index, name in
        [
          index == prompt.chosen ? Run("‹\(name)›", inks.hotkey) : Run(name, inks.label),
          Run(" ", inks.label),
        ]
      }
  }
}

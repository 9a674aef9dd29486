/// The last row: keys and what they do, or a notice, or the prompt for a call's number.
struct Footer {
  let state: ScreenState
  let inks: Inks
  /// The keys to name, the best first.
  let bindings: [KeyBinding]

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let (x, room) = (rect.x + 1, rect.width - 2)
    if let prompt = state.prompt {
      canvas.write(promptRuns(prompt), x: x, y: rect.y, limit: room)
    } else if let notice = state.notice {
      let text = StatusLine.cutMiddle(notice.text, room - 2)
      canvas.write(
        [Run("▸ ", inks.hotkey), Run(text, inks.strong)], x: x, y: rect.y, limit: room)
    } else {
      canvas.write(footer(bindings, width: room), x: x, y: rect.y, limit: room)
    }
  }

  private func promptRuns(_ digits: String) -> [Run] {
    let newest = state.arrival.map { " 1…\($0.last ?? $0.newest)" } ?? ""
    return [
      Run(":", inks.hotkey), Run(digits, inks.strong),
      Run(" ", inks.hasColor ? Style(background: inks.theme.accent) : Style(reverse: true)),
      Run("  go to call" + newest + "  ", inks.label), Run("enter", inks.hotkey),
      Run(" go  ", inks.label), Run("esc", inks.hotkey), Run(" back", inks.label),
    ]
  }

  /// As many of the keys with a word for the footer as fit; help and quit stay to the last.
  func footer(_ bindings: [KeyBinding], width: Int) -> [Run] {
    var parts: [Part] = []
    var lastWord: String?
    for binding in bindings {
      guard let word = binding.footer else { continue }
      if word == lastWord, let last = parts.indices.last {
        // Neighbours that share a word share an entry: `[ ] speed`.
        parts[last].runs[0].text += " " + binding.label
        continue
      }
      lastWord = word
      parts.append(
        Part(
          Footer.rank(binding.command, place: parts.count),
          [Run(binding.label, inks.hotkey), Run(" " + word, inks.label)]))
    }
    let gap = width < 60 ? 1 : 2
    let fitting = parts.fitting(width, gap: gap)
    let space = Run(String(repeating: " ", count: gap), inks.text)
    return Array(fitting.map(\.runs).joined(separator: [space]))
  }

  private static func rank(_ command: KeyBinding.Command, place: Int) -> Int {
    switch command {
    case .quit: 0
    case .toggleHelp: 1
    default: place + 2
    }
  }
}

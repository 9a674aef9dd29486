import DropoutEngine

/// The last row: keys and what they do, or a notice, or the line that is typed.
struct Footer {
  let state: ScreenState
  let inks: Inks
  /// The keys to name, the best first.
  let bindings: [KeyBinding]

  func draw(in rect: Rect, into canvas: inout Canvas) {
    let (x, room) = (rect.x + 1, rect.width - 2)
    if let prompt = state.prompt {
      PromptLine(state: state, prompt: prompt, inks: inks).draw(
        x: x, y: rect.y, room, into: &canvas)
    } else if let notice = state.notice {
      let text = StatusLine.cutMiddle(notice.text, room - 2)
      canvas.write(
        [Run("▸ ", inks.hotkey), Run(text, inks.strong)], x: x, y: rect.y, limit: room)
    } else {
      let gap = room < 60 ? 1 : 2
      var column = x
      for part in parts(room, gap: gap) {
        canvas.write(part.runs, x: column, y: rect.y)
        addKeys(part, x: column, y: rect.y, &canvas)
        column += part.runs.width + gap
      }
    }
  }

  /// As many of the keys with a word for the footer as fit; help and quit stay to the last.
  private func parts(_ width: Int, gap: Int) -> [Part] {
    var parts: [Part] = []
    var lastWord: String?
    for binding in bindings {
      guard let word = word(for: binding) else { continue }
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
    return parts.fitting(width, gap: gap)
  }

  /// A key that switches is called by what it switches to.
  private func word(for binding: KeyBinding) -> String? {
    guard let word = binding.footer else { return nil }
    return switch binding.command {
    case .toggleMode: (state.mode == .vanilla ? Mode.inverted : .vanilla).rawValue
    case .togglePhase: (state.phase == .eval ? Phase.train : .eval).rawValue
    default: word
    }
  }

  /// A press on a key's name is that key; on the word behind it, the first of them.
  private func addKeys(_ part: Part, x: Int, y: Int, _ canvas: inout Canvas) {
    let label = part.runs[0].text
    let names = label.split(separator: " ").map(String.init)
    if let key = names.lazy.compactMap(Key.init(name:)).first {
      canvas.touch(Rect(x: x, y: y, width: part.runs.width, height: 1), .key(key))
    }
    var column = x
    for name in names {
      let width = name.unicodeScalars.count
      if let key = Key(name: name) {
        canvas.touch(Rect(x: column, y: y, width: width, height: 1), .key(key))
      }
      column += width + 1
    }
  }

  private static func rank(_ command: KeyBinding.Command, place: Int) -> Int {
    switch command {
    case .quit: 0
    case .toggleHelp: 1
    default: place + 2
    }
  }
}

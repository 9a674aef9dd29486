extension ScreenState {
  /// Lines that are kept for up and down.
  private static let history = 100

  /// Edits the open prompt, or carries out what was typed; what is wrong with that is told for a
  /// few seconds.
  mutating func editPrompt(_ key: Key, at now: Double) -> [Request] {
    guard var prompt else { return [] }
    switch key {
    case .character(let character):
      if character.unicodeScalars.allSatisfy(Glyphs.isSafe) {
        prompt.type(prompt.text + String(character))
      }
    case .backspace:
      if prompt.text.isEmpty {
        self.prompt = nil
        return []
      }
      prompt.type(String(prompt.text.dropLast()))
    case .control("u"): prompt.type("")
    case .control("w"):
      let trimmed = prompt.text.reversed().drop { $0 == " " }.drop { $0 != " " }
      prompt.type(String(trimmed.reversed()))
    case .tab, .backTab:
      let (stem, found) =
        prompt.chosen == nil
        ? LineCommands.completions(of: prompt.text, self) : (prompt.stem, prompt.choices)
      prompt.complete(found, after: stem, by: key == .tab ? 1 : -1)
      if stem.isEmpty, found.count == 1, LineCommands.named(found[0])?.takes != nil {
        prompt.text += " "
      }
    case .up: prompt.walk(lines, by: 1)
    case .down: prompt.walk(lines, by: -1)
    case .escape:
      self.prompt = nil
      return []
    case .enter: return enter(prompt.text, at: now)
    case .control(let letter) where "czl".contains(letter):
      return KeyMap.shared.binding(for: key).map { [request(of: $0.command)].compactMap(\.self) }
        ?? []
    default: break
    }
    prompt.hints = LineCommands.hints(for: prompt.text)
    self.prompt = prompt
    return []
  }

  private mutating func enter(_ text: String, at now: Double) -> [Request] {
    prompt = nil
    if !text.isEmpty, text != lines.last { lines = (lines + [text]).suffix(ScreenState.history) }
    do throws(LineError) {
      return try LineCommands.run(text, &self, at: now)
    } catch {
      show(error.description, at: now)
      return []
    }
  }
}

extension Prompt {
  /// What stands before the word that tab completes.
  fileprivate var stem: String {
    text.firstIndex(of: " ").map { String(text[...$0]) } ?? ""
  }
}

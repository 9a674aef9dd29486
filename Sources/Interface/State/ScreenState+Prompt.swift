extension ScreenState {
  /// The longest number the prompt takes: no `Int` is too small for it.
  private static let promptDigits = 9

  /// Edits the open prompt; keys that are none of its own are ignored.
  mutating func editPrompt(_ key: Key) -> [Request] {
    guard let text = prompt else { return [] }
    switch key {
    case .character(let digit) where digit.isASCII && digit.isNumber:
      if text.count < ScreenState.promptDigits { prompt = text + String(digit) }
    case .backspace:
      prompt = text.isEmpty ? nil : String(text.dropLast())
    case .escape:
      prompt = nil
    case .enter:
      prompt = nil
      return Int(text).map { visit($0) } ?? []
    case .control(let letter) where "czl".contains(letter):
      return KeyMap.shared.binding(for: key).map { [request(of: $0.command)].compactMap(\.self) }
        ?? []
    default:
      break
    }
    return []
  }

  /// What is asked for by the commands that touch no state.
  func request(of command: KeyBinding.Command) -> Request? {
    switch command {
    case .quit(let code): .quit(code)
    case .suspend: .suspend
    case .repaint: .repaint
    default: nil
    }
  }
}

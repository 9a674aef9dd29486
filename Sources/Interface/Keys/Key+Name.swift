extension Key {
  /// A key by the name that it has on screen and in a config file: `space`, `pgdn`, `ctrl-l`, `f1`,
  /// `shift+left`, or the character itself; nil for what names no one key.
  package init?(name: String) {
    let words: [String: Key] = [
      "space": .character(" "), "enter": .enter, "esc": .escape, "tab": .tab,
      "shift+tab": .backTab, "backspace": .backspace, "pgup": .pageUp, "pgdn": .pageDown,
      "home": .home, "end": .end, "left": .left, "right": .right, "up": .up, "down": .down,
      "shift+left": .shiftLeft, "shift+right": .shiftRight, "←": .left, "→": .right, "↑": .up,
      "↓": .down,
    ]
    if let key = words[name] {
      self = key
    } else if name.count == 1, let character = name.first {
      self = .character(character)
    } else if name.hasPrefix("ctrl-"), name.count == 6, let letter = name.last, letter.isLowercase {
      self = .control(letter)
    } else if name.hasPrefix("f"), let number = Int(name.dropFirst()), 1...24 ~= number {
      self = .f(number)
    } else {
      return nil
    }
  }
}

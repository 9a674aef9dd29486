import Interface

/// A key that does what another one does, as `p=space`.
struct KeyAlias {
  let typed: Key
  let meant: Key

  init(_ text: String) throws(ValueError) {
    // The key itself may be an equals sign.
    guard let sign = text.dropFirst().firstIndex(of: "="),
      let typed = Key(name: String(text[..<sign])),
      let meant = Key(name: String(text[text.index(after: sign)...]))
    else { throw .keyAlias }
    (self.typed, self.meant) = (typed, meant)
  }
}

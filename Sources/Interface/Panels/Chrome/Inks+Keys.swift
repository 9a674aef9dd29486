extension Inks {
  /// Keys in words that the terminal can show.
  func shown(_ bindings: [KeyBinding]) -> [KeyBinding] {
    isASCII ? bindings.map(\.ascii) : bindings
  }
}

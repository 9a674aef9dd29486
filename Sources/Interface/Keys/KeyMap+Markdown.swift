extension KeyMap {
  /// The README's table of keys, in Markdown, with a newline at its end.
  package static var markdown: String {
    let lines = bindings.map { "| `\($0.label)` | \($0.summary) |" }
    return (["| key | does |", "|---|---|"] + lines).joined(separator: "\n") + "\n"
  }
}

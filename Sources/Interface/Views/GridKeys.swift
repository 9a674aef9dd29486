/// The keys that walk a grid, of all views that have one.
enum GridKey: String {
  case left, right, up, down

  /// The line of the table of keys.
  static func row(_ summary: String, footer: String) -> KeyRow {
    KeyRow(
      .view, "h j k l", summary, footer: footer,
      ([.character("h")], left.command), ([.character("j"), .down], down.command),
      ([.character("k"), .up], up.command), ([.character("l")], right.command))
  }

  var command: KeyBinding.Command { .own(rawValue) }

  /// Columns and rows to go.
  var step: (dx: Int, dy: Int) {
    switch self {
    case .left: (-1, 0)
    case .right: (1, 0)
    case .up: (0, -1)
    case .down: (0, 1)
    }
  }
}

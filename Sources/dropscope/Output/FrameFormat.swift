/// As what a frame of the screen is printed.
enum FrameFormat: String, CaseIterable {
  /// Plain lines.
  case text
  /// Lines with the colours of a terminal.
  case ansi
  /// A picture.
  case svg
}

/// How a report looks: in colour or not, with block characters or in ASCII, and how wide.
public struct TextStyle: Sendable {
  /// Whether escape sequences colour the text.
  public var isColored: Bool
  /// Whether only ASCII characters are used.
  public var isASCII: Bool
  /// Columns of a grid at most.
  public var width: Int

  /// All fields.
  public init(isColored: Bool = false, isASCII: Bool = false, width: Int = 100) {
    self.isColored = isColored
    self.isASCII = isASCII
    self.width = max(width, 16)
  }

  /// What a piece of text is; the terminal's own palette gives the colour.
  enum Ink: Int {
    case title = 1
    case dim = 2
    case alarm = 31
    case kept = 32
    case before = 33
    case after = 36
  }

  /// Text in an ink.
  func ink(_ ink: Ink, _ text: String) -> String {
    isColored && !text.isEmpty ? "\u{1b}[\(ink.rawValue)m\(text)\u{1b}[0m" : text
  }

  /// Glyphs from nothing to all.
  var shades: [Character] {
    isASCII ? [".", "-", "+", "%", "#"] : ["·", "░", "▒", "▓", "█"]
  }

  /// The glyph of a share: only none has the first one, and only all the last.
  func shade(_ part: Int, of whole: Int) -> Character {
    if part <= 0 { return shades[0] }
    if part >= whole { return shades[4] }
    return shades[1 + min(2, Int(3 * Double(part) / Double(whole)))]
  }

  /// Glyphs of a bar's top, from nothing to a full cell.
  var eighths: [Character] {
    isASCII
      ? [" ", ".", ".", ":", ":", "|", "|", "#", "#"]
      : [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  }
}

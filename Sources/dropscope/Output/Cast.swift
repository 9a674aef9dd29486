import Interface
import PlainText

/// A recording of the screen in asciicast, version 2: a line of JSON for the header, and one for each
/// frame, with what the terminal must be told to show it.
///
/// https://docs.asciinema.org/manual/asciicast/v2/
struct Cast {
  private let size: Size
  private let title: String
  /// From one frame to the next.
  private let seconds: Double
  private var shown: Canvas?
  /// How many frames there are so far.
  private(set) var frames = 0

  init(size: Size, title: String, seconds: Double) {
    (self.size, self.title, self.seconds) = (size, title, seconds)
  }

  /// No time of day is told, so that the same log is the same recording.
  var header: String {
    "{\"version\":2,\"width\":\(size.width),\"height\":\(size.height),\"title\":\(Self.json(title)),"
      + "\"env\":{\"TERM\":\"xterm-256color\"}}\n"
  }

  /// The next frame, whose cells that are as before are not told again.
  mutating func event(_ canvas: Canvas, _ depth: ColorDepth) -> String {
    // Nothing but the picture: no cursor, and no line that wraps.
    let begin = shown == nil ? "\u{1B}[?25l\u{1B}[?7l\u{1B}[0m\u{1B}[2J" : ""
    let changes = ansiChanges(from: shown, to: canvas, depth)
    defer {
      shown = canvas
      frames += 1
    }
    return line(begin + changes)
  }

  /// The last frame stays as long as any other, and the terminal is left as it was.
  var end: String { line("\u{1B}[?7h\u{1B}[?25h") }

  private func line(_ output: String) -> String {
    "[\(decimal(Double(frames) * seconds, 3)),\"o\",\(Self.json(output))]\n"
  }

  private static func json(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case let scalar where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

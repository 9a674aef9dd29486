/// Lines of the help, no longer than a column is wide.
struct HelpLines {
  let width: Int
  private(set) var lines: [[Run]] = []

  init(width: Int) { self.width = max(1, width) }

  mutating func gap() {
    if !lines.isEmpty { lines.append([]) }
  }

  mutating func heading(_ text: String, _ style: Style) { paragraph(text, style) }

  mutating func paragraph(_ text: String, _ style: Style) {
    lines += HelpLines.wrapped(text, width).map { [Run($0, style)] }
  }

  /// What is explained at the left, and what it means beside it; below it where that leaves too
  /// little room.
  mutating func entry(_ lead: [Run], _ room: Int, _ text: String, _ style: Style) {
    let indent = width - room >= 16 ? room : min(2, width - 1)
    var rest = HelpLines.wrapped(text, width - indent)
    if indent == room, let first = rest.first, lead.width < room {
      let space = Run(String(repeating: " ", count: room - lead.width), style)
      lines.append(lead + [space, Run(first, style)])
      rest.removeFirst()
    } else {
      lines.append(lead)
    }
    let space = Run(String(repeating: " ", count: indent), style)
    lines += rest.map { [space, Run($0, style)] }
  }

  /// Breaks text at spaces into lines of at most `width`.
  static func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.unicodeScalars.count + 1 + word.unicodeScalars.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }
}

import PlainText

/// Words that others chose, fit for GitHub's Markdown: they are no tag, link, picture or mention.
enum MarkdownText {
  /// Words of a sentence.
  static func words(_ text: String, limit: Int = 400) -> String {
    var escaped = ""
    for scalar in plain(text, limit: limit).unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      // What GitHub looks for in the finished page, where no escape is left.
      case "@": escaped += "＠"
      case "#": escaped += "＃"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "!", ":", "(", ")":
        escaped += "\\"
        escaped.unicodeScalars.append(scalar)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A name as code, in which nothing but its own end means anything; also within a table.
  static func code(_ text: String, limit: Int = 80) -> String {
    let text = plain(text, limit: limit)
    guard text.contains(where: { $0 != " " }) else { return "–" }
    let longest =
      text.split(omittingEmptySubsequences: true, whereSeparator: { $0 != "`" })
      .map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + space + tableSafe(text) + space + fence
  }

  /// A bar would end a table's cell; one with an escape does not, but for an escape before it that
  /// takes the second for its own.
  private static func tableSafe(_ text: String) -> String {
    var safe = ""
    var escapes = 0
    for character in text {
      if character == "|" {
        if !escapes.isMultiple(of: 2) { safe += "\\" }
        safe += "\\"
      }
      escapes = character == "\\" ? escapes + 1 : 0
      safe.append(character)
    }
    // The fence may not be taken for one either.
    return escapes.isMultiple(of: 2) ? safe : safe + " "
  }
}

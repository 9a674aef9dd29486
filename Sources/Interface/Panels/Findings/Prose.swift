/// Sentences broken into lines, for words that others chose: every scalar counts as a cell.
enum Prose {
  /// Lines of at most `width` scalars, broken at spaces; a word that is longer is broken anywhere.
  ///
  /// - Parameter limit: what lies beyond so many scalars is cut, so that no text fills a screen.
  static func lines(_ text: String, width: Int, limit: Int = 600) -> [String] {
    let width = max(1, width)
    var lines: [String] = []
    var line: [Unicode.Scalar] = []
    func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return String(view)
    }
    let scalars = Array(StatusLine.cut(text, limit).unicodeScalars)
    for part in scalars.split(separator: " ") {
      var word = Array(part)
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(string(line))
        line = []
      }
      while word.count > width {
        lines.append(string(word.prefix(width)))
        word.removeFirst(width)
      }
      line += (line.isEmpty ? [] : [" "]) + word
    }
    return line.isEmpty ? lines : lines + [string(line)]
  }
}

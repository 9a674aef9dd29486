import PlainText

/// Why no screen can be opened.
package enum TerminalError: Error, Equatable {
  /// Standard input or output, or the path given for keys, is no terminal.
  case notATerminal(String)
  /// TERM is unset or names a terminal that no terminfo entry describes.
  case unknownTerminal(String)
  /// The terminal cannot move its cursor.
  case noCursorMotion(String)
  /// The system refused a pipe or a descriptor.
  case system(String)
}

extension TerminalError: CustomStringConvertible {
  /// One line: what is wrong, and which commands need no screen.
  package var description: String {
    "\(problem): `dropscope run` and `dropscope frame` need no screen"
  }

  private var problem: String {
    switch self {
    case .notATerminal(let what): "\(what) is not a terminal"
    case .unknownTerminal(""): "TERM is not set"
    case .unknownTerminal(let name):
      "the terminal '\(TerminalError.shown(name))' (TERM) is not known here"
    case .noCursorMotion(let name):
      "the terminal '\(TerminalError.shown(name))' (TERM) cannot move its cursor"
    case .system(let what): "the screen cannot be opened: \(what)"
    }
  }

  /// A name from the environment, safe to print and not too long.
  static func shown(_ name: String) -> String {
    printable(String(String.UnicodeScalarView(name.unicodeScalars.prefix(64))))
  }
}

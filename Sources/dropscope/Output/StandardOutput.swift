import Files
import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where text goes that is no full screen.
enum StandardOutput {
  /// What standard output shows: nothing but text where it is no terminal.
  static var depth: ColorDepth { colored(.none) }

  /// What is shown where colours were asked for, and where they were not refused.
  ///
  /// - Parameters:
  ///   - depth: where standard output is no terminal.
  ///   - isTerminal: whether a terminal counts at all.
  static func colored(_ depth: ColorDepth, isTerminal: Bool = true) -> ColorDepth {
    if let value = environmentVariable("NO_COLOR"), !value.isEmpty { return .none }
    guard isTerminal, isatty(STDOUT_FILENO) == 1, let term = environmentVariable("TERM"),
      term != "dumb"
    else { return depth }
    if let value = environmentVariable("COLORTERM"), value == "truecolor" || value == "24bit" {
      return .direct
    }
    return term.contains("256color") ? .palette256 : .ansi16
  }
}

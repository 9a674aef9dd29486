import ArgumentParser
import Files
import Interface
import Reports
import Terminal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// How a report is printed.
struct OutputArguments: ParsableArguments {
  @Option(
    help: "Colours: none, 8, 16, 256 or direct. (default: on a terminal, unless NO_COLOR is set)")
  var color: ColorDepth?

  @Flag(help: "Print ASCII characters only.")
  var ascii = false

  /// The flag counts over the environment, and that over what standard output is.
  var style: TextStyle {
    TextStyle(isColored: isColored, isASCII: isASCII, width: Self.columns ?? 100)
  }

  private var isColored: Bool {
    if let color { return color != .none }
    if let value = environmentVariable("NO_COLOR"), !value.isEmpty { return false }
    return isatty(STDOUT_FILENO) == 1 && environmentVariable("TERM") != "dumb"
  }

  /// The locale counts where a terminal shows the text; a file is always UTF-8.
  private var isASCII: Bool {
    if ascii { return true }
    guard isatty(STDOUT_FILENO) == 1 else { return false }
    TerminalLocale.adopt()
    return !TerminalLocale.isUTF8
  }

  /// The terminal's columns, also where only stderr is on one, as before `| less`; nil elsewhere.
  private static var columns: Int? {
    for file in [STDOUT_FILENO, STDERR_FILENO] {
      var size = winsize()
      if ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    }
    return nil
  }
}

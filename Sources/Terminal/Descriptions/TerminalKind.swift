import CNCurses

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Which description the terminal is drawn by.
///
/// The machine's own, where its database knows TERM. Else one that the program brings: over ssh comes
/// the name of a terminal that only the other machine knows, and a container may know none at all.
struct TerminalKind {
  /// The name by which curses looks it up.
  var name: String
  /// What TERMINFO has to hold for curses to find it; nil where the machine knows it.
  var variable: String?
  /// What the person should know about it, in a few words.
  var notice: String?

  /// Refuses terminals that no full-screen program can use, before a byte is written.
  ///
  /// `newterm` reads the entry again; the few kilobytes of the first reading stay.
  ///
  /// - Parameters:
  ///   - type: TERM.
  ///   - hasDatabase: whether the machine's is asked first; tests hide it.
  init(type: String, output: Int32, hasDatabase: Bool = true) throws(TerminalError) {
    // The second is what systems say when they know nothing of what is at the other end.
    guard !type.isEmpty, type != "unknown" else { throw .unknownTerminal(type) }
    name = type
    var status: Int32 = 0
    if !hasDatabase || setupterm(type, output, &status) != 0 {
      // 1: a printer.
      guard status != 1 else { throw .noCursorMotion(type) }
      try takeOwn(output)
    }
    guard shim_capability("cup") != nil else { throw .noCursorMotion(type) }
  }

  private mutating func takeOwn(_ output: Int32) throws(TerminalError) {
    let type = name
    let own = TerminalDescription.builtIn(type)
    guard let description = own ?? TerminalDescription.closest(to: type),
      let variable = description.variable
    else { throw .unknownTerminal(type) }
    name = description.name
    self.variable = variable
    var status: Int32 = 0
    let result = withTerminfo(variable) { setupterm(name, output, &status) }
    guard result == 0 else { throw .unknownTerminal(type) }
    if own == nil {
      notice = "terminal \(TerminalError.shown(type)) is not known here: drawn as \(name)"
    }
  }
}

/// Runs `body` while the variable TERMINFO is something else; nil leaves it as it is.
func withTerminfo<Result>(_ variable: String?, _ body: () -> Result) -> Result {
  guard let variable else { return body() }
  let before = getenv("TERMINFO").map { String(cString: $0) }
  setenv("TERMINFO", variable, 1)
  defer {
    if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
  }
  return body()
}

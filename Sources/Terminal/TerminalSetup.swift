import CNCurses
import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Opens a terminal under curses, and knows what it takes to give it back.
struct TerminalSetup {
  let look: Look
  let ends: TerminalEnds
  let modes: termios
  let handle: OpaquePointer
  let keys: UnsafeMutablePointer<WINDOW>
  let crashPreparation: CrashGuard.Preparation

  init(_ ends: TerminalEnds, depthOverride: ColorDepth?, ascii: Bool?) throws(TerminalError) {
    setlocale(LC_ALL, "")
    // Numbers in logs and options have a point everywhere.
    setlocale(LC_NUMERIC, "C")
    try TerminalSetup.checkType(ends.output)
    var modes = termios()
    tcgetattr(ends.input, &modes)
    guard let handle = TerminalSetup.open(ends, depthOverride), let keys = newpad(1, 1)
    else { throw .unknownTerminal(TerminalSetup.type) }
    (self.ends, self.modes, self.handle, self.keys) = (ends, modes, handle, keys)
    TerminalSetup.prepareInput(keys)
    look = TerminalSetup.prepareOutput(depthOverride: depthOverride, ascii: ascii)
    crashPreparation = CrashGuard.Preparation(
      output: ends.output, input: ends.input, modes: modes, bytes: TerminalSetup.restoreBytes)
  }

  /// Gives the terminal back as it was.
  func undo() {
    endwin()
    delwin(keys)
    delscreen(handle)
    var modes = modes
    tcsetattr(ends.input, TCSADRAIN, &modes)
    CrashGuard.disarm()
    ErrorCapture.replay()
  }

  private static var type: String { environment("TERM") ?? "" }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Starts curses, with a description of its own where there are colours to save or to add.
  private static func open(_ ends: TerminalEnds, _ flag: ColorDepth?) -> OpaquePointer? {
    let colors = Int(tigetnum("colors"))
    let isDirect = DirectColors.areWanted(
      flag: flag, type: type, colors: colors, hasTc: tigetflag("Tc") == 1,
      environment: environment)
    guard colors >= 256, let description = TerminalDescription(type: type, isDirect: isDirect)
    else { return newterm(nil, ends.outputFile, ends.inputFile) }
    let before = environment("TERMINFO")
    setenv("TERMINFO", description.variable, 1)
    let handle = newterm(nil, ends.outputFile, ends.inputFile)
    if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    return handle ?? newterm(nil, ends.outputFile, ends.inputFile)
  }

  /// Refuses terminals that no full-screen program can use, before a byte is written.
  ///
  /// `newterm` reads the entry again; the few kilobytes of the first reading stay.
  private static func checkType(_ output: Int32) throws(TerminalError) {
    var status: Int32 = 0
    guard !type.isEmpty, setupterm(nil, output, &status) == 0 else { throw .unknownTerminal(type) }
    guard shim_capability("cup") != nil else { throw .noCursorMotion(type) }
  }

  // MARK: Modes

  private static func prepareInput(_ keys: UnsafeMutablePointer<WINDOW>) {
    raw()
    noecho()
    nonl()
    set_escdelay(25)
    typeahead(-1)
    keypad(keys, true)
    nodelay(keys, true)
    for (bytes, code) in KeyDecoder.sequences where key_defined(bytes) == 0 {
      define_key(bytes, code)
    }
    for (bytes, code) in KeyDecoder.reports { define_key(bytes, code) }
  }

  private static func prepareOutput(
    depthOverride: ColorDepth?, ascii: Bool?
  ) -> Look {
    let colors = tigetnum("colors")
    let depth = DepthDetection(
      flag: depthOverride, noColor: environment("NO_COLOR"),
      colors: Int(colors), hasRGB: tigetflag("RGB") == 1
    ).depth
    if depth != .none {
      start_color()
      use_default_colors()
    }
    curs_set(0)
    leaveok(shim_stdscr(), true)
    return Look(depth: depth, ascii: ascii ?? !shim_is_utf8())
  }

  /// What a crash writes: the mouse to the terminal, default colours, plain keypad, a visible cursor, the other screen.
  private static var restoreBytes: [UInt8] {
    let names: [String] = ["op", "sgr0", "rmkx", "cnorm", "rmcup"]
    return Array(Dialogue.mouseOff.utf8)
      + names.flatMap { name in
        shim_capability(name).map { withoutPadding(String(cString: $0)) } ?? []
      }
  }

  /// Drops `$<5/>`, the time a terminal of old takes to obey.
  static func withoutPadding(_ capability: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Substring(capability)
    while let start = rest.firstRange(of: "$<"),
      let end = rest[start.upperBound...].firstIndex(of: ">")
    {
      bytes += rest[..<start.lowerBound].utf8
      rest = rest[rest.index(after: end)...]
    }
    return bytes + rest.utf8
  }
}

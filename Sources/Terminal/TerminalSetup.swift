import CNCurses
import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Opens a terminal under curses, and knows what it takes to give it back.
struct TerminalSetup {
  let look: ScreenState.Look
  let input: Int32
  let output: Int32
  let modes: termios
  let files: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)
  let handle: OpaquePointer
  let keys: UnsafeMutablePointer<WINDOW>
  let crashPreparation: CrashGuard.Preparation

  init(depthOverride: ColorDepth?, ascii: Bool?, inputPath: String?) throws(TerminalError) {
    setlocale(LC_ALL, "")
    // Numbers in logs and options have a point everywhere.
    setlocale(LC_NUMERIC, "C")
    let ends = try TerminalSetup.openEnds(inputPath)
    do {
      try TerminalSetup.checkType(ends.output)
    } catch {
      ends.close()
      throw error
    }
    (input, output, files) = (ends.input, ends.output, (ends.inputFile, ends.outputFile))
    var modes = termios()
    tcgetattr(input, &modes)
    self.modes = modes
    guard let handle = newterm(nil, files.output, files.input), let keys = newpad(1, 1) else {
      ends.close()
      throw .unknownTerminal(TerminalSetup.type)
    }
    (self.handle, self.keys) = (handle, keys)
    TerminalSetup.prepareInput(keys)
    look = TerminalSetup.prepareOutput(depthOverride: depthOverride, ascii: ascii)
    crashPreparation = CrashGuard.Preparation(
      output: output, input: input, modes: modes, bytes: TerminalSetup.restoreBytes)
  }

  /// Gives the terminal back when something fails after it was opened.
  func undo() {
    endwin()
    CrashGuard.disarm()
    ErrorCapture.replay()
    fclose(files.input)
    fclose(files.output)
  }

  private static var type: String { getenv("TERM").map { String(cString: $0) } ?? "" }

  // MARK: The two ends

  private struct Ends {
    var input: Int32
    var output: Int32
    var inputFile: UnsafeMutablePointer<FILE>
    var outputFile: UnsafeMutablePointer<FILE>

    func close() {
      fclose(inputFile)
      fclose(outputFile)
    }
  }

  /// Descriptors of its own, so that closing them touches neither standard input nor output.
  private static func openEnds(_ inputPath: String?) throws(TerminalError) -> Ends {
    guard isatty(1) == 1 else { throw .notATerminal("standard output") }
    if inputPath == nil, isatty(0) != 1 { throw .notATerminal("standard input") }
    let input = inputPath.map { open($0, O_RDWR) } ?? dup(0)
    let output = dup(1)
    guard input >= 0, isatty(input) == 1 else { throw .notATerminal(inputPath ?? "standard input") }
    guard output >= 0, let inputFile = fdopen(input, "r"), let outputFile = fdopen(output, "w")
    else { throw .system(String(cString: strerror(errno))) }
    for end in [input, output] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return Ends(input: input, output: output, inputFile: inputFile, outputFile: outputFile)
  }

  /// Refuses terminals that no full-screen program can use, before a byte is written.
  private static func checkType(_ output: Int32) throws(TerminalError) {
    var status: Int32 = 0
    guard !type.isEmpty, setupterm(nil, output, &status) == 0 else { throw .unknownTerminal(type) }
    let canMove = shim_capability("cup") != nil
    del_curterm(shim_cur_term())
    guard canMove else { throw .noCursorMotion(type) }
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
  }

  private static func prepareOutput(
    depthOverride: ColorDepth?, ascii: Bool?
  ) -> ScreenState.Look {
    let colors = tigetnum("colors")
    let depth = DepthDetection(
      flag: depthOverride, noColor: getenv("NO_COLOR").map { String(cString: $0) },
      colors: Int(colors), hasRGB: tigetflag("RGB") == 1
    ).depth
    if depth != .none {
      start_color()
      use_default_colors()
    }
    curs_set(0)
    leaveok(shim_stdscr(), true)
    return ScreenState.Look(depth: depth, ascii: ascii ?? !shim_is_utf8())
  }

  /// What a crash writes: default colours, plain keypad, a visible cursor, the other screen.
  private static var restoreBytes: [UInt8] {
    let names: [String] = ["op", "sgr0", "rmkx", "cnorm", "rmcup"]
    return names.flatMap { name in
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

import CNCurses
import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

private func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

/// Opens a terminal under curses, and knows what it takes to give it back.
struct TerminalSetup {
  let look: Look
  let notice: String?
  let ends: TerminalEnds
  let modes: termios
  let handle: OpaquePointer
  let keys: UnsafeMutablePointer<WINDOW>
  let crashPreparation: CrashGuard.Preparation
  /// Whether it moves its cursor as ECMA-48 has it, and so knows the questions of that, too.
  let isTalkative: Bool
  /// What was typed before curses read the keys.
  let typed: [UInt8]

  init(_ ends: TerminalEnds, depthOverride: ColorDepth?, ascii: Bool?) throws(TerminalError) {
    TerminalLocale.adopt()
    let type = environment("TERM") ?? ""
    let kind = try TerminalKind(type: type, output: ends.output)
    var modes = termios()
    tcgetattr(ends.input, &modes)
    var typed: [UInt8] = []
    guard let handle = TerminalSetup.open(ends, type, kind, depthOverride, &typed),
      let keys = newpad(1, 1)
    else { throw .unknownTerminal(type) }
    self.typed = typed
    (self.ends, self.modes, self.handle, self.keys) = (ends, modes, handle, keys)
    notice = kind.notice
    isTalkative = shim_capability("cup").map { String(cString: $0).hasPrefix("\u{1b}[") } ?? false
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

  /// Starts curses, with a description of its own where there are colours to save or to add.
  private static func open(
    _ ends: TerminalEnds, _ type: String, _ kind: TerminalKind, _ flag: ColorDepth?,
    _ typed: inout [UInt8]
  ) -> OpaquePointer? {
    let colors = Int(tigetnum("colors"))
    let isDirect = DirectColors.areWanted(
      flag: flag, type: type, colors: colors, hasTc: tigetflag("Tc") == 1,
      environment: environment,
      asked: {
        switch ColorQuestion.partner(environment: environment) {
        case .tmux: return TmuxClient.takesAnyColor()
        case .terminal:
          let answer = ColorQuestion.ask(input: ends.input, output: ends.output)
          typed = answer.typed
          return answer.takesAny
        case nil: return false
        }
      })
    var variable: String?
    if colors >= 256 {
      var description = TerminalDescription(current: kind.name)
      if isDirect { description = DirectColors.added(to: description) }
      variable = TerseSequences.used(in: description)?.variable
    }
    let open = { newterm(kind.name, ends.outputFile, ends.inputFile) }
    return variable.flatMap { withTerminfo($0, open) } ?? withTerminfo(kind.variable, open)
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
    return Look(depth: depth, ascii: ascii ?? !TerminalLocale.isUTF8)
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

import ArgumentParser
import Interface
import PlainText
import Sessions
import Terminal

/// How the screen looks and begins, whatever it shows.
struct ScreenArguments: ParsableArguments {
  @OptionGroup var appearance: AppearanceArguments
  @OptionGroup var view: ViewArguments

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Speed at the start: 0.25, 0.5, 1, 2, 4, … 64 times 4 calls a second, or max.",
      valueName: "x"),
    transform: { try Speed($0) })
  var speed: Speed?

  @Flag(help: "Begin paused.")
  var paused = false

  @Flag(inversion: .prefixedNo, help: "Answer the mouse, or leave it to the terminal.")
  var mouse = true

  @Option(
    help: ArgumentHelp(
      "A key that does what another does; may be repeated.", valueName: "p=space"),
    transform: { try KeyAlias($0) })
  var key: [KeyAlias] = []

  @Option(
    help: ArgumentHelp(
      "A panel's rows or columns, on screens of that size and larger; may be repeated.",
      valueName: "120x40:time=8"),
    transform: { try PanelExtent($0) })
  var panel: [PanelExtent] = []

  @Option(help: ArgumentHelp("The theme of --theme auto on a dark ground.", valueName: "name"))
  var themeDark = "dropscope-dark"

  @Option(help: ArgumentHelp("The theme of --theme auto on a light ground.", valueName: "name"))
  var themeLight = "dropscope-light"

  /// How many calls a recording shows in a second; no player shows more than 30 well.
  var callsPerSecond: Double {
    let rung = speed?.rung ?? Playback.normal
    return min(30, (Playback.ladder[rung] ?? 30) * Playback.callsPerSecond)
  }

  /// Takes the terminal over.
  ///
  /// - Parameter keys: where keys come from when standard input is taken.
  func open(keysFrom keys: String? = nil) throws -> (screen: TerminalScreen, state: ScreenState) {
    let isAuto = appearance.theme == "auto"
    let themes = try ThemeLibrary(chosen: isAuto ? themeDark : appearance.theme)
    let light = try isAuto ? ThemeLibrary(chosen: themeLight).theme : nil
    let screen: TerminalScreen
    do {
      screen = try TerminalScreen.open(
        depthOverride: appearance.color, ascii: appearance.ascii ? true : nil, inputPath: keys)
    } catch {
      throw Failure(error.description)
    }
    var state = ScreenState(
      size: screen.size, look: screen.look, themes: themes.themes, theme: themes.chosen)
    let config = try ConfigFile.load()
    if let problem = config?.notice ?? themes.problems.first ?? screen.notice {
      _ = update(&state, .notice(problem), at: Monotonic.now())
    }
    state.playback.isPlaying = !paused
    state.hasMouse = mouse
    screen.setMouse(mouse)
    state.preferred = panel.map(\.preferred)
    for alias in key { state.aliases[alias.typed] = alias.meant }
    if let light {
      if !state.themes.contains(light) { state.themes.append(light) }
      state.themeChoice = .init(
        dark: themes.chosen, light: state.themes.firstIndex(of: light) ?? themes.chosen,
        until: Monotonic.now() + Self.patience)
      screen.askGround()
    }
    if let speed { state.playback.rung = speed.rung }
    if let view = view.view { state.view = view.digit }
    return (screen, state)
  }
}

extension ScreenArguments {
  /// How long the first frame waits for what the terminal says of its ground, in seconds.
  private static let patience = 0.1
}

extension ScreenLoop {
  /// Shows a session until the person leaves, and then says what is left to say.
  ///
  /// - Throws: the exit code where it is not 0.
  /// - Parameter source: the log that is shown, where it has one file.
  static func run<Source: Timeline>(
    _ screen: TerminalScreen, _ state: ScreenState, _ driver: sending SessionDriver<Source>,
    source: String? = nil
  ) throws {
    let waker = screen.waker
    let driver = DriverThread(driver, wake: { waker.wake() })
    var loop = ScreenLoop(
      screen: screen, driver: driver, state: state, source: source,
      opener: SessionOpener(
        log: { (path) throws(Failure) in try LogOpening.whole(path) },
        simulation: { (path, number) throws(Failure) in
          try Fork.simulation(of: path, at: number)
        }))
    let code = loop.run()
    let leftOver = loop.end(reason: code == 0 ? "quit" : "terminated")
    screen.close()
    for case .recording(let status) in leftOver {
      switch status {
      case .saved(let name): printError(printable("dropscope: recorded to \(name)"))
      case .failed(let name, let reason):
        printError(printable("dropscope: recording to \(name) stopped: \(reason)"))
      case .on, .off: break
      }
    }
    if code != 0 { throw ExitCode(code) }
  }
}

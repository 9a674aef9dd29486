import DropoutEngine
import Interface
import Sessions
import Terminal

/// Owns the terminal and the state: takes events, does or passes on what is asked
/// for, draws what changed.
struct ScreenLoop {
  private let screen: TerminalScreen
  private var driver: DriverThread
  private var state: ScreenState
  /// The state of the frame on the terminal; nil when it has to be drawn anew.
  private var drawn: ScreenState?
  private var exitCode: Int32?

  /// Opens another session in the place of this one.
  private let opener: SessionOpener
  /// The log of the session on screen, where it has one file.
  private var source: String?

  /// - Parameter source: the log that is shown, where it has one file.
  init(
    screen: TerminalScreen, driver: DriverThread, state: ScreenState, source: String?,
    opener: SessionOpener
  ) {
    self.screen = screen
    self.driver = driver
    self.state = state
    self.source = source
    self.opener = opener
  }

  /// Runs until the person leaves, and answers the exit code.
  mutating func run() -> Int32 {
    take([.tick])
    while exitCode == nil {
      draw()
      var events = screen.wait(
        until: drawn == nil && state.themeChoice == nil ? Monotonic.now() : nextDeadline(state))
      if let deadline = nextDeadline(state), Monotonic.now() >= deadline { events.append(.tick) }
      take(driver.events() + events)
    }
    return exitCode ?? 0
  }

  /// Ends the session on screen, and answers what is left to say.
  func end(reason: String) -> [Event] { driver.end(reason: reason) }

  private mutating func take(_ events: [Event]) {
    var rest = events[...]
    while let event = rest.popFirst(), exitCode == nil {
      for request in update(&state, event, at: Monotonic.now()) { rest = perform(request) + rest }
    }
  }

  /// Does what is asked of the terminal, and answers the events that it leads to at once; all else
  /// is for the timeline.
  private mutating func perform(_ request: Request) -> [Event] {
    switch request {
    case .quit(let code): exitCode = code
    case .suspend:
      let events = screen.suspend()
      drawn = nil
      return events
    case .repaint:
      screen.repaint()
      drawn = nil
    case .mouse(let isOn): screen.setMouse(isOn)
    case .copy(let text, let what):
      let isSent = screen.copy(text)
      return [.notice(isSent ? "copied \(what)" : "this terminal has no clipboard to copy to")]
    case .screenshot(let path): return [.notice(Screenshot.save(state, to: path))]
    case .open(let path):
      let waker = screen.waker
      return exchange { (opener) throws(Failure) in try opener.open(path, waker) }
    case .fork(let number):
      let (source, waker) = (source, screen.waker)
      return exchange { (opener) throws(Failure) in
        try opener.fork(source, at: number, waker)
      }
    default: driver.send(request)
    }
    return []
  }

  /// Puts another session in the place of this one, or says why not.
  private mutating func exchange(
    _ open: (SessionOpener) throws(Failure) -> SessionOpener.Opened
  ) -> [Event] {
    let opener = opener
    do throws(Failure) {
      let opened = try open(opener)
      let leftOver = driver.end(reason: "another session was opened")
      driver = opened.driver
      source = opened.source
      state = state.turned(to: opened.start, isPlaying: opened.isPlaying)
      drawn = nil
      return leftOver.filter(\.isRecording) + [.notice(opened.words), .tick]
    } catch {
      return [.notice(error.message)]
    }
  }

  private mutating func draw() {
    // The first frame waits a moment for what the terminal says of its ground.
    if state.themeChoice != nil { return }
    if let drawn, drawn.looksLike(state) { return }
    var canvas = Canvas(size: state.size)
    Interface.draw(state, into: &canvas)
    drawn = screen.present(canvas) ? state : nil
  }
}

extension Event {
  /// Whether it says what became of a recording.
  fileprivate var isRecording: Bool {
    if case .recording = self { true } else { false }
  }
}

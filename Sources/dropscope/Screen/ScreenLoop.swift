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
  /// The frame that a slow terminal has not taken all of.
  private var unfinished: Frame?
  /// The rows that answer what a person did since the last frame.
  private var urgent: [Int] = []
  /// Whether the next call is the answer to a key.
  private var answerIsDue = false
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
      var events = screen.wait(until: nextDeadline(state))
      if let deadline = nextDeadline(state), Monotonic.now() >= deadline { events.append(.tick) }
      answer(driver.events() + events)
    }
    return exitCode ?? 0
  }

  /// Ends the session on screen, and answers what is left to say.
  func end(reason: String) -> [Event] { driver.end(reason: reason) }

  /// Takes events; where the terminal is slow, what answers a person goes before what is on its way.
  private mutating func answer(_ events: [Event]) {
    let isTyped = events.contains(where: \.isFromPerson)
    let isAnswer = isTyped || answerIsDue && events.contains(where: \.isCall)
    guard isAnswer, screen.isSlow else { return take(events) }
    let before = picture()
    take(events)
    urgent = picture().changedRows(from: before)
    unfinished = nil
    answerIsDue = isTyped && state.playback.isWaiting
  }

  private func picture() -> Canvas {
    var canvas = Canvas(size: state.size)
    Interface.draw(state, into: &canvas)
    return canvas
  }

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
    // A slow terminal gets whole frames: those that would come in between are left out.
    let open = unfinished.flatMap { screen.isSlow || $0.state.looksLike(state) ? $0 : nil }
    let frame = open ?? Frame(state: state, canvas: picture())
    let isWhole = screen.present(frame.canvas, urgent: urgent)
    urgent = []
    unfinished = isWhole ? nil : frame
    drawn = isWhole ? frame.state : nil
  }
}

/// A frame, and the state that it shows.
private struct Frame {
  var state: ScreenState
  var canvas: Canvas
}

extension Canvas {
  /// The rows that differ in another one; all where that has another size.
  fileprivate func changedRows(from other: Canvas) -> [Int] {
    let width = size.width
    return (0..<size.height).filter { row in
      let cells = row * width..<(row + 1) * width
      return size != other.size || other.cells[cells] != self.cells[cells]
    }
  }
}

extension Event {
  /// Whether a person did it, or sees it done to the terminal.
  fileprivate var isFromPerson: Bool {
    switch self {
    case .key, .mouse, .resized, .resumed: true
    default: false
    }
  }

  fileprivate var isCall: Bool {
    if case .arrived = self { true } else { false }
  }

  /// Whether it says what became of a recording.
  fileprivate var isRecording: Bool {
    if case .recording = self { true } else { false }
  }
}

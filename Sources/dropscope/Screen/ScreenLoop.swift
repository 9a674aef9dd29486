import DropoutEngine
import Interface
import Sessions
import Terminal

/// Owns the terminal and the state: takes events, does or passes on what is asked
/// for, draws what changed.
struct ScreenLoop {
  private let screen: TerminalScreen
  private let driver: DriverThread
  private var state: ScreenState
  /// The state of the frame on the terminal; nil when it has to be drawn anew.
  private var drawn: ScreenState?
  private var exitCode: Int32?

  init(screen: TerminalScreen, driver: DriverThread, state: ScreenState) {
    self.screen = screen
    self.driver = driver
    self.state = state
  }

  /// Runs until the person leaves, and answers the exit code.
  mutating func run() -> Int32 {
    take([.tick])
    while exitCode == nil {
      draw()
      var events = screen.wait(until: drawn == nil ? Monotonic.now() : nextDeadline(state))
      if let deadline = nextDeadline(state), Monotonic.now() >= deadline { events.append(.tick) }
      take(driver.events() + events)
    }
    return exitCode ?? 0
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
    default: driver.send(request)
    }
    return []
  }

  private mutating func draw() {
    if let drawn, drawn.looksLike(state) { return }
    var canvas = Canvas(size: state.size)
    Interface.draw(state, into: &canvas)
    drawn = screen.present(canvas) ? state : nil
  }
}

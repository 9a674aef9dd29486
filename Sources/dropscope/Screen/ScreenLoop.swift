import DropoutEngine
import Interface
import Terminal

/// Owns the terminal and the state: takes events, carries out effects, draws what changed.
struct ScreenLoop {
  private let screen: TerminalScreen
  private let worker: TimelineWorker
  private var state: ScreenState
  /// The state of the frame on the terminal; nil when it has to be drawn anew.
  private var drawn: ScreenState?
  private var exitCode: Int32?

  init(screen: TerminalScreen, worker: TimelineWorker, state: ScreenState) {
    self.screen = screen
    self.worker = worker
    self.state = state
  }

  /// Runs until the person leaves, and answers the exit code.
  mutating func run() -> Int32 {
    take([.tick])
    while exitCode == nil {
      draw()
      var events = screen.wait(until: drawn == nil ? Monotonic.now() : nextDeadline(state))
      if let deadline = nextDeadline(state), Monotonic.now() >= deadline { events.append(.tick) }
      take(worker.events() + events)
    }
    return exitCode ?? 0
  }

  private mutating func take(_ events: [Event]) {
    var rest = events[...]
    while let event = rest.popFirst(), exitCode == nil {
      for effect in update(&state, event, at: Monotonic.now()) { rest = perform(effect) + rest }
    }
  }

  /// Carries an effect out, and answers the events it leads to at once.
  private mutating func perform(_ effect: Effect) -> [Event] {
    switch effect {
    case .quit(let code): exitCode = code
    case .suspend:
      let events = screen.suspend()
      drawn = nil
      return events
    case .repaint:
      screen.repaint()
      drawn = nil
    default: worker.send(effect)
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

import CNCurses
package import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension TerminalScreen {
  /// Gives the terminal to the shell and stops; returns after the process was brought back.
  ///
  /// - Parameter wholeGroup: stops what runs in the same pipeline, too, as ctrl-Z does.
  package func suspend(wholeGroup: Bool = true) -> [Event] {
    if hasMouse { send(Dialogue.mouseOff) }
    let typed = awaitAnswers()
    endwin()
    _ = signals.pipe.drain()
    signals.withDefault(SIGTSTP) {
      kill(wholeGroup ? 0 : getpid(), SIGTSTP)
      // The stop may hit another thread first and this one a moment later. Without a shell that
      // could continue it, the system drops the stop, and the wait ends by itself.
      var ready = pollfd(fd: signals.pipe.readEnd, events: Int16(POLLIN), revents: 0)
      poll(&ready, 1, 100)
    }
    let others = signals.pipe.drain().filter { SignalTrap.terminating.contains(Int32($0)) }
    return typed + resume() + others.map { .terminated(signal: Int32($0)) }
  }

  /// Takes the terminal over again, whatever state the shell left it in.
  func resume() -> [Event] {
    // What was asked before is answered to nobody here.
    pace.forget()
    endwin()
    let resized = resize()
    if hasMouse { send(Dialogue.mouseOn) }
    repaint()
    return [.resumed, resized]
  }
}

import CNCurses
package import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension TerminalScreen {
  /// Reads that come up empty in a row before the terminal counts as gone.
  private static let emptyReadLimit = 16
  /// Keys taken at a time, so that a paste cannot hold the screen up.
  private static let keysAtOnce = 256
  /// ctrl-\, which asks for a core dump.
  private static let quitCharacter: wint_t = 28

  /// Sleeps until a key, a signal, a `Waker`, or the deadline, in seconds of `Monotonic.now()`;
  /// without a deadline for ever. Answers what came, in order; nothing at a deadline or a wake.
  package func wait(until deadline: Double?) -> [Event] {
    var ready = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals.pipe.readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: waker.pipe.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    if hasUnfinishedFrame, heldUntil == nil {
      ready.append(pollfd(fd: output, events: Int16(POLLOUT), revents: 0))
    }
    let held = hasUnfinishedFrame ? heldUntil : nil
    if hasTyped {
      hasTyped = false
      return readKeys(hungUp: false)
    }
    let ends = [deadline, filter.deadline, held].compactMap(\.self)
    let count = poll(&ready, nfds_t(ready.count), timeout(until: ends.min()))
    var events = decode(filter.expire(at: Monotonic.now()))
    guard count > 0 else { return events }
    _ = waker.pipe.drain()
    events += signals.pipe.drain().flatMap { answer(Int32($0)) }
    if ready[0].revents != 0 { events += readKeys(hungUp: isGone(ready[0])) }
    return events
  }

  /// Waits for the answers that are under way, so that no shell gets them; what was typed meanwhile.
  func awaitAnswers() -> [Event] {
    var events: [Event] = []
    let deadline = Monotonic.now() + (pace.answers == true ? 1 : 0.1)
    while pace.isAsking, Monotonic.now() < deadline {
      var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, timeout(until: deadline)) > 0, !isGone(ready) else { break }
      events += readKeys(hungUp: false)
    }
    return events
  }

  /// Milliseconds for `poll`, rounded up so that a deadline has passed when it ends.
  private func timeout(until deadline: Double?) -> Int32 {
    guard let deadline else { return -1 }
    let seconds = min(max(0, deadline - Monotonic.now()), 3600)
    return Int32((seconds * 1000).rounded(.up))
  }

  private func isGone(_ ready: pollfd) -> Bool {
    Int32(ready.revents) & (Int32(POLLHUP) | Int32(POLLERR) | Int32(POLLNVAL)) != 0
  }

  private func readKeys(hungUp: Bool) -> [Event] {
    var events: [Event] = []
    var reads = 0
    var code: wint_t = 0
    while reads < TerminalScreen.keysAtOnce {
      let result = wget_wch(keys, &code)
      guard result != ERR else { break }
      reads += 1
      if result == OK, code == TerminalScreen.quitCharacter {
        quit()
        continue
      }
      let taken = filter.take(
        AnswerFilter.Code(value: code, isKey: result == KEY_CODE_YES), isDue: pace.isAsking,
        at: Monotonic.now())
      if taken.isAnswer { pace.answered(at: Monotonic.now()) }
      events += decode(taken.typed)
    }
    emptyReads = reads > 0 ? 0 : emptyReads + 1
    if hungUp || emptyReads >= TerminalScreen.emptyReadLimit {
      events.append(.terminated(signal: SIGHUP))
    }
    return events
  }

  private func decode(_ codes: [AnswerFilter.Code]) -> [Event] {
    codes.compactMap { decoder.take($0.value, isKey: $0.isKey, at: Monotonic.now()) }
  }

  /// What the terminal itself does at ctrl-\ while no program has taken it over.
  private func quit() { kill(0, SIGQUIT) }

  private func answer(_ signal: Int32) -> [Event] {
    switch signal {
    case SIGWINCH: return [resize()]
    case SIGTSTP: return suspend(wholeGroup: false)
    // After a SIGSTOP, which nothing can catch, the shell has had the terminal.
    case SIGCONT: return resume()
    default: return SignalTrap.terminating.contains(signal) ? [.terminated(signal: signal)] : []
    }
  }

  /// Asks the terminal for its size and tells curses.
  func resize() -> Event {
    var window = winsize()
    if ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 {
      resizeterm(Int32(window.ws_row), Int32(window.ws_col))
      repaint()
    }
    return .resized(size)
  }
}

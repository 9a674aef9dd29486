#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Turns the signals a screen cares for into bytes of a pipe, one byte a signal.
final class SignalTrap {
  let pipe: Pipe
  private var previous: [(signal: Int32, action: sigaction)] = []

  /// Signals that end the program.
  static let terminating = [SIGTERM, SIGHUP, SIGINT]
  private static let all = terminating + [SIGWINCH, SIGTSTP, SIGCONT]

  init() throws(TerminalError) {
    pipe = try Pipe()
    signalPipe = pipe.writeEnd
    terminationsSeen = 0
    for signal in SignalTrap.all { catchSignal(signal) }
  }

  /// Puts back what was there before.
  func release() {
    for (signal, var action) in previous.reversed() { sigaction(signal, &action, nil) }
    previous = []
    signalPipe = -1
  }

  /// Runs `body` while a signal has its default action.
  func withDefault(_ signal: Int32, _ body: () -> Void) {
    var action = sigaction()
    var mine = sigaction()
    sigaction(signal, &action, &mine)
    body()
    sigaction(signal, &mine, nil)
  }

  private func catchSignal(_ signal: Int32) {
    var action = sigaction()
    setHandler(&action, noteSignal)
    sigemptyset(&action.sa_mask)
    // Calls that block, like a write to a slow terminal, go on by themselves.
    action.sa_flags = Int32(SA_RESTART)
    var old = sigaction()
    sigaction(signal, &action, &old)
    previous.append((signal, old))
  }
}

private func setHandler(
  _ action: inout sigaction, _ handler: @escaping @convention(c) (Int32) -> Void
) {
  #if canImport(Darwin)
  action.__sigaction_u.__sa_handler = handler
  #else
  action.__sigaction_handler.sa_handler = handler
  #endif
}

// A handler can reach nothing but globals; both are written while no handler is installed, and
// handlers themselves only count.
private nonisolated(unsafe) var signalPipe: Int32 = -1
private nonisolated(unsafe) var terminationsSeen: Int32 = 0

/// The handler: async-signal-safe, it writes one byte and keeps errno. A third signal to end means
/// that the loop does not come round, and ends the process the hard way.
private func noteSignal(_ signal: Int32) {
  let savedError = errno
  if signal == SIGTERM || signal == SIGHUP || signal == SIGINT {
    terminationsSeen += 1
    if terminationsSeen > 2 {
      CrashGuard.restoreTerminal()
      _exit(128 + signal)
    }
  }
  var byte = UInt8(truncatingIfNeeded: signal)
  _ = write(signalPipe, &byte, 1)
  errno = savedError
}

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Gives a crash a clean terminal: handlers for the fatal signals restore the terminal, put the old
/// action back, and return, so that the fault repeats and its backtrace is readable.
enum CrashGuard {
  /// What the handlers need, laid out before anything can crash.
  struct Preparation {
    var output: Int32
    var input: Int32
    var modes: termios
    var bytes: [UInt8]
  }

  // SIGQUIT is no fault, but a person's wish for a core dump.
  private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGQUIT]

  static func arm(_ preparation: Preparation) {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, preparation.bytes.count))
    bytes.update(from: preparation.bytes, count: preparation.bytes.count)
    saved = Saved(
      output: preparation.output, input: preparation.input, modes: preparation.modes,
      bytes: bytes, count: preparation.bytes.count)
    provideStack()
    if !exitHookIsSet {
      exitHookIsSet = true
      atexit { CrashGuard.restoreTerminal() }
    }
    for (index, signal) in signals.enumerated() {
      var action = sigaction()
      setHandler(&action)
      sigemptyset(&action.sa_mask)
      action.sa_flags = Int32(SA_SIGINFO) | Int32(SA_ONSTACK)
      sigaction(signal, &action, oldActions + index)
    }
    keepQuitIgnored()
    isArmed = true
  }

  /// A shell without job control lets what it runs in the background ignore SIGQUIT: so it stays.
  private static func keepQuitIgnored() {
    let old = oldActions + (signals.count - 1)
    if isIgnored(old.pointee) { sigaction(SIGQUIT, old, nil) }
  }

  static func disarm() {
    guard isArmed else { return }
    isArmed = false
    for (index, signal) in signals.enumerated() { sigaction(signal, oldActions + index, nil) }
    saved?.bytes.deallocate()
    saved = nil
  }

  /// Async-signal-safe: leaves the alternate screen, restores the modes and standard error.
  static func restoreTerminal() {
    guard isArmed, let saved else { return }
    isArmed = false
    var modes = saved.modes
    // A terminal that takes nothing must not keep the process from ending.
    var ready = pollfd(fd: saved.output, events: Int16(POLLOUT), revents: 0)
    if poll(&ready, 1, 0) > 0 { _ = write(saved.output, saved.bytes, saved.count) }
    tcsetattr(saved.input, TCSANOW, &modes)
    ErrorCapture.replay()
  }

  /// Puts the old action of a signal back.
  fileprivate static func reinstate(_ signal: Int32) {
    let index: Int? =
      switch signal {
      case SIGILL: 0
      case SIGTRAP: 1
      case SIGSEGV: 2
      case SIGBUS: 3
      case SIGABRT: 4
      case SIGFPE: 5
      case SIGQUIT: 6
      default: nil
      }
    if let index { sigaction(signal, oldActions + index, nil) }
  }

  /// A stack overflow leaves no stack for a handler. Swift's runtime may have set one already.
  private static func provideStack() {
    var current = stack_t()
    sigaltstack(nil, &current)
    guard Int32(current.ss_flags) & Int32(SS_DISABLE) != 0 else { return }
    let size = 64 * 1024
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
  }

  private struct Saved {
    var output: Int32
    var input: Int32
    var modes: termios
    var bytes: UnsafeMutablePointer<UInt8>
    var count: Int
  }

  // A handler can reach nothing but globals. They are written by the thread that owns the screen,
  // before the handlers are installed and after they are gone.
  private nonisolated(unsafe) static var saved: Saved?
  private nonisolated(unsafe) static var isArmed = false
  private nonisolated(unsafe) static var exitHookIsSet = false
  private nonisolated(unsafe) static let oldActions = UnsafeMutablePointer<sigaction>.allocate(
    capacity: signals.count)
}

private func setHandler(_ action: inout sigaction) {
  #if canImport(Darwin)
  action.__sigaction_u.__sa_sigaction = crashed
  #else
  action.__sigaction_handler.sa_sigaction = crashed
  #endif
}

private func isIgnored(_ action: sigaction) -> Bool {
  #if canImport(Darwin)
  let handler = action.__sigaction_u.__sa_handler
  #else
  let handler = action.__sigaction_handler.sa_handler
  #endif
  return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

private func takeDefault(_ number: Int32) { signal(number, SIG_DFL) }

/// The handler. A signal that another process or the terminal sent does not repeat by itself, so it is
/// raised.
private func crashed(
  _ signal: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?
) {
  CrashGuard.restoreTerminal()
  CrashGuard.reinstate(signal)
  let isSent = info.map { $0.pointee.si_code <= 0 || $0.pointee.si_code == SI_USER } ?? false
  // Swift's own handler would print a backtrace, wait for a key, and let the program go on.
  if signal == SIGQUIT { takeDefault(SIGQUIT) }
  if isSent || signal == SIGQUIT { raise(signal) }
}

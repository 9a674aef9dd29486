import CNCurses
package import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The terminal while the screen is up: frames go out, keys and signals come in as events.
///
/// One thread owns it; only a `Waker` may be used from others. `close` gives the terminal back as
/// it was, and so do a crash and `exit`.
package final class TerminalScreen {
  /// What the terminal can show.
  package let look: Look
  /// What the person should know about the terminal; nil where there is nothing to say.
  package let notice: String?
  /// Ends a `wait` from another thread.
  package let waker: Waker

  let signals: SignalTrap
  var painter: FramePainter
  /// A pad that is never drawn: reading keys from it refreshes nothing.
  let keys: UnsafeMutablePointer<WINDOW>
  /// The last frame was not of the screen's size.
  var isMisfit = false
  /// Where the next frame goes on, after one that the terminal was too slow for.
  var nextRow = 0
  /// The rows that answer what a person did, as far as they were not put yet.
  var urgentRows: [Int] = []
  /// The last frame took long to write.
  var writesSlowly = false
  /// What the terminal's answers tell of the way to it.
  var pace = LinePace()
  /// Whether the terminal is one that can be asked.
  let isTalkative: Bool
  /// Bytes that curses has not written yet, about.
  var unflushed = 0
  /// Until when a frame waits for the terminal's answer, at the most.
  var heldUntil: Double?
  /// What came in so far of such an answer.
  var filter = AnswerFilter()
  /// A frame waits until the terminal takes more.
  var hasUnfinishedFrame = false
  /// Keys wait in curses that no `poll` tells of.
  var hasTyped = false
  /// The mouse was taken from the terminal.
  var hasMouse = false
  /// What came in so far of a report of the mouse, or of an answer.
  var decoder = InputDecoder()
  /// Reads that gave nothing although the terminal had something to say.
  var emptyReads = 0

  private let setup: TerminalSetup
  private var isOpen = true

  private init(_ setup: TerminalSetup, waker: Waker, signals: SignalTrap) {
    look = setup.look
    notice = setup.notice
    keys = setup.keys
    self.setup = setup
    for byte in setup.typed.reversed() { ungetch(Int32(byte)) }
    hasTyped = !setup.typed.isEmpty
    self.waker = waker
    self.signals = signals
    isTalkative = setup.isTalkative
    painter = FramePainter(depth: setup.look.depth, ascii: setup.look.ascii)
  }

  deinit { close() }

  /// Takes the terminal over.
  ///
  /// - Parameters:
  ///   - depthOverride: what `--color` says; it wins over NO_COLOR and the terminal's own depth.
  ///   - ascii: whether only ASCII is drawn; nil lets the locale decide.
  ///   - inputPath: where keys come from when standard input is taken: `/dev/tty`.
  package static func open(
    depthOverride: ColorDepth? = nil, ascii: Bool? = nil, inputPath: String? = nil
  ) throws(TerminalError) -> TerminalScreen {
    try open(TerminalEnds(inputPath: inputPath), depthOverride: depthOverride, ascii: ascii)
  }

  static func open(
    _ ends: TerminalEnds, depthOverride: ColorDepth?, ascii: Bool?
  ) throws(TerminalError) -> TerminalScreen {
    let waker = try Waker()
    let setup = try TerminalSetup(ends, depthOverride: depthOverride, ascii: ascii)
    CrashGuard.arm(setup.crashPreparation)
    ErrorCapture.start()
    do {
      return TerminalScreen(setup, waker: waker, signals: try SignalTrap())
    } catch {
      setup.undo()
      throw error
    }
  }

  var input: Int32 { setup.ends.input }
  var output: Int32 { setup.ends.output }

  /// The size in cells, as of the last `.resized`.
  package var size: Size {
    Size(
      width: max(0, Int(getmaxx(shim_stdscr()))), height: max(0, Int(getmaxy(shim_stdscr()))))
  }

  /// Gives the terminal back as it was, and prints what was written to standard error meanwhile.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    setMouse(false)
    _ = awaitAnswers()
    signals.release()
    setup.undo()
  }
}

import CNCurses
package import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension TerminalScreen {
  /// A frame that takes longer to write means a slow terminal, in seconds: three frames of 30 Hz.
  private static let slowWrite = 0.1
  /// How many rows go out between two looks at the keys where the terminal is slow.
  private static let slowRows = 4

  /// Shows a frame; only what changed is written.
  ///
  /// Answers false when the terminal did not take all of it, because it is slow or a key came in
  /// between: `wait` then ends when it takes more, and the frame as it is by then should be
  /// presented. It goes on in the row where this one was left.
  package func present(_ canvas: Canvas) -> Bool {
    hasUnfinishedFrame = true
    guard canWrite else { return false }
    let (size, start) = (size, Monotonic.now())
    let rows = min(size.height, canvas.size.height)
    let batch = isSlow ? TerminalScreen.slowRows : max(1, rows)
    // Cells that no canvas covers are of the terminal's own colours, which no sequence tells.
    if isMisfit || canvas.size != size { clearok(shim_curscr(), true) }
    isMisfit = canvas.size != size
    painter.begin(canvas.size)
    for done in 0..<rows {
      if done > 0, done % batch == 0 {
        flush()
        if !canWrite || hasInput { return false }
      }
      nextRow %= rows
      painter.putRow(nextRow, of: canvas, width: size.width)
      nextRow += 1
    }
    flush()
    isSlow = Monotonic.now() - start > TerminalScreen.slowWrite
    hasUnfinishedFrame = false
    return true
  }

  /// Paints every cell anew, with the next frame: something else has written on the terminal.
  package func repaint() {
    clearok(shim_curscr(), true)
    painter.invalidate()
  }

  private func flush() {
    TerseSequences.forget()
    wnoutrefresh(shim_stdscr())
    doupdate()
  }

  private var canWrite: Bool { isReady(output, Int16(POLLOUT)) }

  private var hasInput: Bool { isReady(input, Int16(POLLIN)) }

  private func isReady(_ descriptor: Int32, _ events: Int16) -> Bool {
    var ready = pollfd(fd: descriptor, events: events, revents: 0)
    return poll(&ready, 1, 0) > 0
  }
}

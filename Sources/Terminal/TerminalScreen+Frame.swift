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
  /// How many rows go out between two looks at the keys where writes are slow.
  private static let slowRows = 4

  /// Whether what is written takes long to be seen: then a frame under way should be finished before
  /// the next, and what a person did be shown before all else.
  package var isSlow: Bool { writesSlowly || pace.rate != nil }

  /// Shows a frame; only what changed is written.
  ///
  /// Answers false when the terminal did not take all of it, because it is slow or a key came in
  /// between: `wait` then ends when it takes more, and this frame, or another, should be presented.
  /// It goes on in the row where this one was left.
  ///
  /// - Parameter urgent: the rows that answer what a person did; they go first.
  package func present(_ canvas: Canvas, urgent: [Int] = []) -> Bool {
    hasUnfinishedFrame = true
    if !urgent.isEmpty { urgentRows = urgent }
    guard mayWrite else { return false }
    let (size, start) = (size, Monotonic.now())
    let rows = min(size.height, canvas.size.height)
    // Cells that no canvas covers are of the terminal's own colours, which no sequence tells.
    if isMisfit || canvas.size != size { clearok(shim_curscr(), true) }
    isMisfit = canvas.size != size
    painter.begin(canvas.size)
    guard putUrgent(of: canvas, rows: rows, width: size.width) else { return false }
    let batch = writesSlowly ? TerminalScreen.slowRows : max(1, rows)
    for done in 0..<rows {
      if done > 0, done % batch == 0 {
        flush()
        if !mayWrite || hasInput { return false }
      }
      nextRow %= rows
      guard put(nextRow, of: canvas, width: size.width) else { return false }
      nextRow += 1
    }
    flush()
    ask(atEnd: true)
    pace.endFrame()
    writesSlowly = Monotonic.now() - start > TerminalScreen.slowWrite
    hasUnfinishedFrame = false
    nextRow = 0
    return true
  }

  /// Puts the rows that go before all others; false where the rest of them has to wait.
  private func putUrgent(of canvas: Canvas, rows: Int, width: Int) -> Bool {
    guard !urgentRows.isEmpty else { return true }
    while let row = urgentRows.first {
      guard row >= rows || put(row, of: canvas, width: width) else { return false }
      urgentRows.removeFirst()
    }
    flush()
    ask(atEnd: true)
    return mayWrite
  }

  /// Puts a row, in pieces where the line is slow; false where the rest has to wait.
  private func put(_ row: Int, of canvas: Canvas, width: Int) -> Bool {
    while true {
      let piece = max(1, pace.piece - unflushed)
      let put = painter.putRow(row, of: canvas, width: width, limit: piece)
      unflushed += put.bytes
      if unflushed >= pace.piece {
        flush()
        ask(atEnd: false)
        if !mayWrite || pace.rate != nil && hasInput { return false }
      }
      if put.isWhole { return true }
    }
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
    pace.wrote(unflushed, at: Monotonic.now())
    unflushed = 0
  }

  /// Asks whether all so far was shown, where that is worth a question.
  private func ask(atEnd: Bool) {
    guard isTalkative, pace.wantsQuestion(atEnd: atEnd, at: Monotonic.now()),
      send(LinePace.question)
    else { return }
    pace.asked(at: Monotonic.now())
  }

  /// Whether the terminal takes bytes, and not too many are on their way.
  private var mayWrite: Bool {
    pace.expire(at: Monotonic.now())
    heldUntil = pace.hold(at: Monotonic.now())
    return heldUntil == nil && isReady(output, Int16(POLLOUT))
  }

  private var hasInput: Bool { isReady(input, Int16(POLLIN)) }

  private func isReady(_ descriptor: Int32, _ events: Int16) -> Bool {
    var ready = pollfd(fd: descriptor, events: events, revents: 0)
    return poll(&ready, 1, 0) > 0
  }
}

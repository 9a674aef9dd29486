import Interface
import Testing

@testable import Terminal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// One screen at a time: curses knows no more, and signals reach the whole process.
@Suite(.serialized) struct TerminalScreenTests {
  private let terminal: PseudoTerminal

  init() throws {
    setenv("TERM", "xterm-256color", 1)
    setenv("LC_ALL", "C.UTF-8", 1)
    terminal = try #require(PseudoTerminal(columns: 20, rows: 5))
  }

  private func canvas(_ text: String, width: Int = 20, height: Int = 5) -> Canvas {
    var canvas = Canvas(size: Size(width: width, height: height))
    let style = Style(foreground: Color(red: 255, green: 0, blue: 0))
    for (x, scalar) in text.unicodeScalars.enumerated() { canvas[x, 1] = Cell(scalar, style) }
    return canvas
  }

  /// Waits until an event comes, and gives up after two seconds.
  private func events(_ screen: TerminalScreen) -> [Event] {
    let deadline = Monotonic.now() + 2
    while Monotonic.now() < deadline {
      let events = screen.wait(until: deadline)
      if !events.isEmpty { return events }
    }
    return []
  }

  @Test func `a frame is written, its repetition costs no byte, and a change costs few`() throws {
    let screen = try terminal.openScreen()
    #expect(screen.size == Size(width: 20, height: 5))
    #expect(screen.present(canvas("kept █▌·")))
    #expect(terminal.output().contains("kept █▌·"))
    #expect(screen.present(canvas("kept █▌·")))
    #expect(terminal.output().isEmpty)
    #expect(screen.present(canvas("kept █▌█")))
    let change = terminal.output()
    #expect(change.contains("█") && change.utf8.count < 40)
    screen.repaint()
    #expect(screen.present(canvas("kept █▌█")))
    #expect(terminal.output().contains("kept █▌█"))
    screen.close()
  }

  @Test func `closing gives the terminal back, and closing twice does nothing`() throws {
    #expect(!terminal.isRaw)
    let screen = try terminal.openScreen()
    #expect(terminal.isRaw)
    _ = screen.present(canvas(""))
    _ = terminal.output()
    screen.close()
    let bytes = terminal.output()
    #expect(bytes.contains("\u{1b}[?1049l") && bytes.contains("\u{1b}[?25h"))
    #expect(!terminal.isRaw)
    screen.close()
    #expect(terminal.output().isEmpty)
  }

  @Test func `keys arrive as people name them`() throws {
    let screen = try terminal.openScreen()
    terminal.type("a→\u{1b}OA\u{1b}[B\u{1b}[1;2D\u{1b}[1;2C\u{1b}[Z\u{1b}OP\r\u{7f}\u{3}\u{1a}")
    var keys: [Event] = []
    while keys.count < 12 {
      let more = events(screen)
      guard !more.isEmpty else { break }
      keys += more
    }
    let expected: [Key] = [
      .character("a"), .character("→"), .up, .down, .shiftLeft, .shiftRight, .backTab, .f(1),
      .enter, .backspace, .control("c"), .control("z"),
    ]
    #expect(keys == expected.map { .key($0) })
    terminal.type("\u{1b}")
    #expect(events(screen) == [.key(.escape)])
    screen.close()
  }

  @Test func `a terminal whose description knows a palette shows any colour`() throws {
    setenv("TERMINFO", "/no/such/folder", 1)
    defer { unsetenv("TERMINFO") }
    let screen = try terminal.openScreen(depth: .direct)
    #expect(screen.look.depth == .direct)
    #expect(String(cString: getenv("TERMINFO")) == "/no/such/folder")
    #expect(screen.present(canvas("kept █▌·")))
    #expect(terminal.output().contains("\u{1b}[38;2;255;0;0m"))
    terminal.type("\u{1b}OA\u{1b}[1;2D")
    #expect(events(screen) == [.key(.up), .key(.shiftLeft)])
    screen.close()
    let bytes = terminal.output()
    #expect(bytes.contains("\u{1b}[?1049l") && bytes.contains("\u{1b}[?25h"))
  }

  @Test func `a resize, a signal to end, and a wake end the wait`() throws {
    let screen = try terminal.openScreen()
    terminal.resize(columns: 30, rows: 7)
    kill(getpid(), SIGWINCH)
    #expect(events(screen) == [.resized(Size(width: 30, height: 7))])
    #expect(screen.present(canvas("wide", width: 30, height: 7)))
    kill(getpid(), SIGTERM)
    #expect(events(screen) == [.terminated(signal: SIGTERM)])
    screen.waker.wake()
    #expect(screen.wait(until: nil).isEmpty)
    screen.close()
  }

  @Test func `a canvas of another size is clipped, and odd glyphs become question marks`() throws {
    let screen = try terminal.openScreen()
    #expect(screen.present(canvas("a\u{1b}b漢c\u{9b}", width: 50, height: 9)))
    #expect(terminal.output().contains("a?b?c?"))
    #expect(screen.present(Canvas(size: Size(width: 0, height: 0))))
    #expect(screen.present(canvas("small", width: 6, height: 2)))
    screen.close()
  }

  @Test func `a terminal that takes nothing holds no key up`() throws {
    let screen = try terminal.openScreen()
    _ = screen.present(canvas("x"))
    // Nobody reads: fill the terminal until it refuses.
    _ = fcntl(screen.output, F_SETFL, O_RDWR | O_NONBLOCK)
    let block = [UInt8](repeating: 0, count: 256)
    while write(screen.output, block, block.count) > 0 {}
    _ = fcntl(screen.output, F_SETFL, O_RDWR)
    #expect(!screen.present(canvas("y")))
    terminal.type("q")
    #expect(events(screen) == [.key(.character("q"))])
    _ = terminal.output()
    #expect(screen.wait(until: Monotonic.now() + 2).isEmpty)
    #expect(screen.present(canvas("y")))
    screen.close()
  }

  @Test func `a terminal that is gone ends the program as a hang-up does`() throws {
    let screen = try terminal.openScreen()
    terminal.hangUp()
    #expect(events(screen).last == .terminated(signal: SIGHUP))
    screen.close()
  }
}

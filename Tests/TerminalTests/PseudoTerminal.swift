import Interface

@testable import Terminal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A terminal made for a test: what a screen writes is read here, and keys are typed here.
final class PseudoTerminal {
  let master: Int32
  let slave: Int32

  init?(columns: UInt16, rows: UInt16) {
    #if canImport(Darwin)
    master = posix_openpt(O_RDWR | O_NOCTTY)
    guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master)
    else { return nil }
    slave = open(name, O_RDWR | O_NOCTTY)
    #else
    // Swift's Glibc has no posix_openpt; these are the requests that it is made of: TIOCSPTLCK
    // unlocks the other end, TIOCGPTN tells its number.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, Int32) = (0, 0)
    guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0,
      ioctl(master, 0x8004_5430, &number) == 0
    else { return nil }
    slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    #endif
    guard slave >= 0 else { return nil }
    resize(columns: columns, rows: rows)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(slave)
    if isConnected { close(master) }
  }

  private var isConnected = true

  /// Closes the far end, as a terminal that is shut down does.
  func hangUp() {
    isConnected = false
    close(master)
  }

  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(slave, UInt(TIOCSWINSZ), &size)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// All that was written since the last call.
  func output() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer.prefix(count)
    }
  }

  /// Whether keys reach a program one by one, unechoed.
  var isRaw: Bool {
    var modes = termios()
    tcgetattr(slave, &modes)
    return modes.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0
  }

  func openScreen(depth: ColorDepth = .palette256) throws -> TerminalScreen {
    try TerminalScreen.open(
      TerminalEnds(copyingInput: slave, output: slave), depthOverride: depth, ascii: false)
  }
}

import CNCurses
import Interface

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What goes to the terminal beside the frames.
extension TerminalScreen {
  /// Takes the mouse, or leaves it to the terminal.
  package func setMouse(_ isOn: Bool) {
    guard isOn != hasMouse else { return }
    hasMouse = isOn
    send(isOn ? Dialogue.mouseOn : Dialogue.mouseOff)
  }

  /// Puts text on the clipboard of the terminal, however far away that is.
  ///
  /// - Returns: whether it was sent; a terminal says nothing of what becomes of it.
  package func copy(_ text: String) -> Bool {
    guard let sequence = Dialogue.copying(text, environment: Dialogue.environment) else {
      return false
    }
    return send(sequence)
  }

  /// Asks the terminal for the colour of its ground; a terminal that knows answers with an event.
  package func askGround() {
    if Dialogue.isTalkative(Dialogue.environment) { send(Dialogue.groundQuestion) }
  }

  /// Between frames nothing of one is on its way: what is sent here stands alone.
  @discardableResult
  func send(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      var ready = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
      guard poll(&ready, 1, 200) > 0 else { return false }
      // A write of more than a terminal takes at once would wait for it.
      let piece = Array(bytes.prefix(256))
      let count = write(output, piece, piece.count)
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }
}

/// The sequences for that, and where they are understood.
enum Dialogue {
  /// Presses, releases and moves between them (1002), in numbers (1006).
  static let mouseOn = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"
  static let mouseOff = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l"
  static let groundQuestion = "\u{1b}]11;?\u{1b}\\"
  /// xterm takes no more at a time.
  private static let longest = 74_994

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Whether the terminal takes sequences that begin with `ESC ]`; the console of Linux prints them.
  static func isTalkative(_ environment: (String) -> String?) -> Bool {
    guard let type = environment("TERM") else { return false }
    return !["linux", "console", "vt100", "vt220"].contains(type)
  }

  /// OSC 52; nil where it would be printed, or where the text is longer than terminals take.
  ///
  /// tmux takes it for its own buffer; wrapped as well, it reaches the terminal around tmux.
  static func copying(_ text: String, environment: (String) -> String?) -> String? {
    guard isTalkative(environment) else { return nil }
    let encoded = base64(Array(text.utf8))
    guard encoded.count <= longest else { return nil }
    let sequence = "\u{1b}]52;c;\(encoded)\u{7}"
    guard environment("TMUX")?.isEmpty == false else { return sequence }
    return sequence + "\u{1b}Ptmux;\u{1b}" + sequence + "\u{1b}\\"
  }

  /// As RFC 4648 has it, with padding.
  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        let digit = digits[value >> (18 - 6 * place) & 63]
        text.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

import CNCurses
import Interface

/// Turns what curses read into a key.
enum KeyDecoder {
  /// A code above the characters; nil for keys that have no use here, and for `KEY_RESIZE`.
  static func functionKey(_ code: Int32) -> Key? {
    if let key = functionKeys[code] { return key }
    let number = code - KEY_F0
    return (1...63).contains(number) ? .f(Int(number)) : nil
  }

  /// A character as the terminal sent it; nil for what is no scalar, and for NUL.
  static func character(_ code: UInt32) -> Key? {
    switch code {
    case 8, 127: .backspace
    case 9: .tab
    case 10, 13: .enter
    case 27: .escape
    case 1...26: Unicode.Scalar(code + 96).map { .control(Character($0)) }
    case 28...31: Unicode.Scalar(code + 64).map { .control(Character($0)) }
    case 0, 128..<160: nil
    default: Unicode.Scalar(code).map { .character(Character($0)) }
    }
  }

  /// What terminals send for keys that their terminfo entry leaves out.
  static let sequences: [(bytes: String, code: Int32)] = [
    ("\u{1b}[1;2D", KEY_SLEFT), ("\u{1b}[1;2C", KEY_SRIGHT),
    ("\u{1b}[A", KEY_UP), ("\u{1b}[B", KEY_DOWN), ("\u{1b}[C", KEY_RIGHT), ("\u{1b}[D", KEY_LEFT),
    ("\u{1b}OA", KEY_UP), ("\u{1b}OB", KEY_DOWN), ("\u{1b}OC", KEY_RIGHT), ("\u{1b}OD", KEY_LEFT),
    ("\u{1b}[H", KEY_HOME), ("\u{1b}[F", KEY_END), ("\u{1b}OH", KEY_HOME), ("\u{1b}OF", KEY_END),
    ("\u{1b}[1~", KEY_HOME), ("\u{1b}[4~", KEY_END), ("\u{1b}[5~", KEY_PPAGE),
    ("\u{1b}[6~", KEY_NPAGE), ("\u{1b}[Z", KEY_BTAB), ("\u{1b}OP", KEY_F0 + 1),
    ("\u{1b}[11~", KEY_F0 + 1),
  ]

  /// Codes above all that curses gives by itself, for what begins a report or ends an answer.
  static let (mouse, oldMouse, answer, answerEnd, ready, attributes):
    (Int32, Int32, Int32, Int32, Int32, Int32) = (0x1001, 0x1002, 0x1003, 0x1004, 0x1005, 0x1006)

  /// What begins reports and answers, whatever the terminal's entry says of it: curses would want to
  /// take the mouse for itself.
  static let reports: [(bytes: String, code: Int32)] = [
    ("\u{1b}[<", mouse), ("\u{1b}[M", oldMouse), ("\u{1b}]", answer), ("\u{1b}\\", answerEnd),
    ("\u{1b}[0n", ready), ("\u{1b}[3n", ready), ("\u{1b}P", answer), ("\u{1b}[?", attributes),
  ]

  private static let functionKeys: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
    KEY_SLEFT: .shiftLeft, KEY_SRIGHT: .shiftRight,
    KEY_HOME: .home, KEY_END: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown,
    KEY_BTAB: .backTab, KEY_BACKSPACE: .backspace, KEY_ENTER: .enter,
  ]
}

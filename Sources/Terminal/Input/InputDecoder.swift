import CNCurses
import Interface

/// Puts together what curses hands out in single characters: keys as they are, reports of the mouse,
/// and what the terminal answers when it is asked for its colours.
///
/// A report or an answer that comes late, or in pieces, is never taken for keys.
struct InputDecoder {
  /// What is being read.
  private enum Report {
    /// `ESC [ <`, a button, column and row as numbers, and `M` or `m`.
    case mouse
    /// `ESC [ M` and three characters, of terminals that know no other way.
    case oldMouse
    /// `ESC ]` or `ESC P`, and text up to `ESC \` or BEL.
    case answer
    /// `ESC [ ?`, numbers, and a letter.
    case attributes
  }

  /// A report whose end does not come is given up after that, in seconds: `ESC ]` is also what alt-]
  /// sends.
  static let patience = 0.2
  /// The longest report there is.
  private static let limit = 64

  private var report: Report?
  private var text: [UInt32] = []
  private var last = 0.0

  /// - Parameters:
  ///   - code: a character, or a code that curses has for a key.
  ///   - isKey: whether it is the code of a key.
  ///   - now: seconds on the loop's clock.
  mutating func take(_ code: UInt32, isKey: Bool, at now: Double) -> Event? {
    if let report, now - last <= InputDecoder.patience, text.count < InputDecoder.limit {
      last = now
      return isKey ? end(report, code, at: now) : goOn(report, code)
    }
    report = nil
    if isKey { return begin(code, at: now) }
    return KeyDecoder.character(code).map { .key($0) }
  }

  private mutating func begin(_ code: UInt32, at now: Double) -> Event? {
    switch Int32(bitPattern: code) {
    case KeyDecoder.mouse: report = .mouse
    case KeyDecoder.oldMouse: report = .oldMouse
    case KeyDecoder.answer: report = .answer
    case KeyDecoder.attributes: report = .attributes
    case KeyDecoder.answerEnd: return nil
    default: return KeyDecoder.functionKey(Int32(bitPattern: code)).map { .key($0) }
    }
    text = []
    last = now
    return nil
  }

  /// A key in the middle of a report ends it; it is a key of its own unless it is the answer's end.
  private mutating func end(_ report: Report, _ code: UInt32, at now: Double) -> Event? {
    self.report = nil
    guard case .answer = report, Int32(bitPattern: code) == KeyDecoder.answerEnd else {
      return begin(code, at: now)
    }
    return ground
  }

  private mutating func goOn(_ report: Report, _ code: UInt32) -> Event? {
    // No report has one of these but BEL, which ends an answer: ctrl-C is ctrl-C at any time.
    if code < 32, code != 7 || report != .answer {
      self.report = nil
      return KeyDecoder.character(code).map { .key($0) }
    }
    switch report {
    case .mouse:
      if code == 0x4D || code == 0x6D {
        self.report = nil
        return mouse(isRelease: code == 0x6D)
      }
      if !(0x30...0x3B).contains(code) { self.report = nil }
    case .oldMouse where text.count == 2:
      self.report = nil
      return oldMouse(text + [code])
    case .oldMouse: break
    case .answer where code == 7:
      self.report = nil
      return ground
    case .answer: break
    case .attributes: if !(0x30...0x3B).contains(code) { self.report = nil }
    }
    text.append(code)
    return nil
  }

  // MARK: - What was reported

  /// `0;12;5`: the button, the column and the row from 1.
  private func mouse(isRelease: Bool) -> Event? {
    var numbers = [0]
    for code in text {
      if code == 0x3B {
        numbers.append(0)
      } else {
        numbers[numbers.count - 1] = min(numbers[numbers.count - 1] * 10 + Int(code) - 0x30, 9999)
      }
    }
    guard numbers.count == 3 else { return nil }
    return InputDecoder.event(
      button: numbers[0], x: numbers[1] - 1, y: numbers[2] - 1, isRelease: isRelease)
  }

  /// Three characters, 32 above what they mean; any button let go is button 3.
  private func oldMouse(_ codes: [UInt32]) -> Event? {
    guard codes.allSatisfy({ $0 >= 32 && $0 < 1 << 16 }) else { return nil }
    let numbers = codes.map { Int($0) - 32 }
    let isRelease = numbers[0] & 0x63 == 3
    return InputDecoder.event(
      button: isRelease ? 0 : numbers[0], x: numbers[1] - 1, y: numbers[2] - 1,
      isRelease: isRelease)
  }

  /// Shift, alt and control (4, 8, 16) make no difference; other buttons than the first do nothing.
  private static func event(button: Int, x: Int, y: Int, isRelease: Bool) -> Event? {
    guard x >= 0, y >= 0 else { return nil }
    switch button & ~0x1C {
    case 0: return .mouse(Mouse(isRelease ? .release : .press, x: x, y: y))
    case 0x20: return .mouse(Mouse(isRelease ? .release : .drag, x: x, y: y))
    case 0x40 where !isRelease: return .mouse(Mouse(.wheelUp, x: x, y: y))
    case 0x41 where !isRelease: return .mouse(Mouse(.wheelDown, x: x, y: y))
    default: return nil
    }
  }

  /// `11;rgb:1c1c/1c1c/1c1c`, with one to four digits a colour.
  private var ground: Event? {
    let answer = String(String.UnicodeScalarView(text.compactMap(Unicode.Scalar.init)))
    let start = "11;rgb:"
    guard answer.hasPrefix(start) else { return nil }
    let parts = answer.dropFirst(start.count).split(separator: "/").map(String.init)
    let levels = parts.compactMap { part -> UInt8? in
      guard (1...4).contains(part.count), let value = Int(part, radix: 16) else { return nil }
      return UInt8(value * 255 / ((1 << (4 * part.count)) - 1))
    }
    guard parts.count == 3, levels.count == 3 else { return nil }
    return .ground(Color(red: levels[0], green: levels[1], blue: levels[2]))
  }
}

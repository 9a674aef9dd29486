#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Asks whether any colour is taken, where neither the description nor the environment says it.
///
/// ssh carries TERM and loses COLORTERM, and tmux may be started without it. The terminal at the other
/// end of ssh is set to a colour that no palette has, and asked for what it is set to (DECRQSS of SGR),
/// then for its attributes (DA1): all answer that, so that one which knows no such question is not
/// waited for. tmux answers for all that look at it.
enum ColorQuestion {
  /// How long an answer is waited for, in seconds: the way to another continent and back.
  static let patience = 0.3

  /// What a terminal answered, and what was typed meanwhile.
  struct Answer: Equatable {
    var takesAny = false
    var typed: [UInt8] = []
    /// Whether the last answer there is has come.
    var isWhole = false
  }

  /// Whom to ask.
  enum Partner {
    case terminal, tmux
  }

  static func partner(environment: (String) -> String?) -> Partner? {
    func has(_ name: String) -> Bool { environment(name)?.isEmpty == false }
    guard !has("COLORTERM"), !has("NO_COLOR"), Dialogue.isTalkative(environment) else { return nil }
    if has("TMUX") { return .tmux }
    // GNU screen hands questions on, and takes a palette only.
    if has("STY") || environment("TERM")?.hasPrefix("screen") == true { return nil }
    return has("SSH_TTY") || has("SSH_CONNECTION") ? .terminal : nil
  }

  // MARK: - The terminal

  /// Saves what is set, sets 1, 2, 3 as ground, asks, and restores it.
  static let question = "\u{1b}7\u{1b}[48:2:1:2:3m\u{1b}P$qm\u{1b}\\\u{1b}8\u{1b}[c"

  /// Asks the terminal at two descriptors, whose modes are as they were afterwards.
  static func ask(input: Int32, output: Int32) -> Answer {
    var modes = termios()
    guard tcgetattr(input, &modes) == 0 else { return Answer() }
    var raw = modes
    cfmakeraw(&raw)
    tcsetattr(input, TCSANOW, &raw)
    defer { tcsetattr(input, TCSANOW, &modes) }
    let bytes = Array(question.utf8)
    guard write(output, bytes, bytes.count) == bytes.count else { return Answer() }
    let deadline = Monotonic.now() + patience
    var heard: [UInt8] = []
    while true {
      let answer = answer(in: heard)
      guard !answer.isWhole, let more = next(input, until: deadline) else { return answer }
      heard += more
    }
  }

  /// What comes next; nil where nothing does in time.
  private static func next(_ descriptor: Int32, until deadline: Double) -> [UInt8]? {
    let left = deadline - Monotonic.now()
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard left > 0, poll(&ready, 1, Int32((left * 1000).rounded(.up))) > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }

  /// Takes answers out of what came in: `ESC P 1 $ r … m ESC \`, and `ESC [ ? … c` as the last.
  static func answer(in heard: [UInt8]) -> Answer {
    var answer = Answer()
    var rest = heard[...]
    while let first = rest.first {
      if let (text, end) = reply(in: rest, from: "\u{1b}P", to: "\u{1b}\\") {
        answer.takesAny = answer.takesAny || tellsColor(text)
        rest = rest[end...]
      } else if let (_, end) = reply(in: rest, from: "\u{1b}[?", to: "c") {
        answer.isWhole = true
        rest = rest[end...]
      } else {
        answer.typed.append(first)
        rest = rest.dropFirst()
      }
    }
    return answer
  }

  private static func reply(
    in bytes: ArraySlice<UInt8>, from start: String, to end: String
  ) -> (text: ArraySlice<UInt8>, end: Int)? {
    guard bytes.starts(with: Array(start.utf8)) else { return nil }
    let body = bytes.dropFirst(start.utf8.count)
    guard let range = body.firstRange(of: Array(end.utf8)) else { return nil }
    return (body[..<range.lowerBound], range.upperBound)
  }

  /// `1$r0;48:2::1:2:3m`, with colons or semicolons, and a colour space or none.
  private static func tellsColor(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: Array("1$r".utf8)), text.last == UInt8(ascii: "m") else { return false }
    let numbers = text.dropFirst(3).dropLast().split { !(0x30...0x39).contains($0) }
      .map { String(decoding: $0, as: UTF8.self) }
    guard let ground = numbers.firstIndex(of: "48") else { return false }
    let color = numbers[ground...].dropFirst()
    return color.first == "2"
      && (color.dropFirst().starts(with: ["1", "2", "3"])
        || color.dropFirst(2).starts(with: ["1", "2", "3"]))
  }
}

/// Takes the terminal's answers to the questions of ``LinePace`` out of what is typed, also where a slow
/// line tears one apart, and curses hands it out as an escape and three letters.
struct AnswerFilter {
  /// What curses read: a character, or the code of a key.
  struct Code: Equatable {
    var value: UInt32
    var isKey: Bool
  }

  /// What became of a code.
  struct Taken: Equatable {
    /// What was typed, in order.
    var typed: [Code] = []
    var isAnswer = false
  }

  /// How long the rest of an answer may take, in seconds; curses has waited for as long before. An
  /// escape that is typed waits that much longer, where an answer is due.
  static let patience = 0.03

  /// `ESC [ 0 n`, or 3 for a terminal that is not well.
  private static let answer: [Set<UInt32>] = [[0x1B], [0x5B], [0x30, 0x33], [0x6E]]

  private var held: [Code] = []
  private var last = 0.0

  /// When what is held is given up.
  var deadline: Double? { held.isEmpty ? nil : last + AnswerFilter.patience }

  /// - Parameter isDue: whether an answer is under way.
  mutating func take(_ code: Code, isDue: Bool, at now: Double) -> Taken {
    if code.isKey, Int32(bitPattern: code.value) == KeyDecoder.ready {
      return Taken(typed: release(), isAnswer: true)
    }
    var typed = expire(at: now)
    let mayHold = !held.isEmpty || isDue
    guard mayHold, !code.isKey, AnswerFilter.answer[held.count].contains(code.value) else {
      typed += release()
      // What ended one may begin another.
      guard isDue, !code.isKey, code.value == 0x1B else { return Taken(typed: typed + [code]) }
      (held, last) = ([code], now)
      return Taken(typed: typed)
    }
    held.append(code)
    last = now
    guard held.count == AnswerFilter.answer.count else { return Taken(typed: typed) }
    held = []
    return Taken(typed: typed, isAnswer: true)
  }

  /// What was no answer after all, once that is sure.
  mutating func expire(at now: Double) -> [Code] {
    guard let deadline, now >= deadline else { return [] }
    return release()
  }

  private mutating func release() -> [Code] {
    defer { held = [] }
    return held
  }
}

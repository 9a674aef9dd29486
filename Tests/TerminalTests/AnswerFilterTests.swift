import CNCurses
import Testing

@testable import Terminal

@Suite struct AnswerFilterTests {
  /// What is typed among these letters, and how many answers; each letter so many seconds after the
  /// one before.
  private func result(
    _ text: String, isDue: Bool = true, apart: Double = 0
  ) -> (typed: String, answers: Int) {
    var (filter, typed, answers, now) = (AnswerFilter(), "", 0, 1.0)
    func add(_ codes: [AnswerFilter.Code]) {
      for code in codes.compactMap({ Unicode.Scalar($0.value) }) {
        typed.unicodeScalars.append(code)
      }
    }
    for scalar in text.unicodeScalars {
      let taken = filter.take(.init(value: scalar.value, isKey: false), isDue: isDue, at: now)
      add(taken.typed)
      answers += taken.isAnswer ? 1 : 0
      now += apart
    }
    add(filter.expire(at: now + 1))
    return (typed, answers)
  }

  @Test(arguments: [
    ("\u{1b}[0n", "", 1), ("\u{1b}[3n", "", 1), ("a\u{1b}[0nb", "ab", 1),
    ("\u{1b}\u{1b}[0n", "\u{1b}", 1), ("\u{1b}[0n\u{1b}[0n", "", 2),
    ("\u{1b}[\u{1b}[0n", "\u{1b}[", 1),
    ("\u{1b}", "\u{1b}", 0), ("\u{1b}[1n", "\u{1b}[1n", 0), ("\u{1b}[00n", "\u{1b}[00n", 0),
    ("\u{1b}q", "\u{1b}q", 0), ("0n", "0n", 0),
  ])
  func `an answer in letters is no key, and all else is`(text: String, typed: String, answers: Int)
  {
    #expect(result(text) == (typed, answers))
    #expect(result(text, apart: 0.02) == (typed, answers))
  }

  @Test func `where no answer is due letters are letters, and so they are when the rest is late`() {
    #expect(result("\u{1b}[0n", isDue: false) == ("\u{1b}[0n", 0))
    #expect(result("\u{1b}[0n", apart: 0.1) == ("\u{1b}[0n", 0))
  }

  @Test func `an answer that curses knows by its code is one at any time`() {
    var filter = AnswerFilter()
    let code = AnswerFilter.Code(value: UInt32(bitPattern: KeyDecoder.ready), isKey: true)
    #expect(filter.take(code, isDue: false, at: 1) == .init(isAnswer: true))
  }
}

import Testing

@testable import Terminal

@Suite struct TerminalErrorTests {
  @Test func `an error is one line that names the commands without a screen`() {
    #expect(
      TerminalError.unknownTerminal("fo\u{1b}o").description
        == "the terminal 'fo?o' (TERM) is not known here: `dropscope run` and `dropscope frame` "
        + "need no screen")
    #expect(
      TerminalError.notATerminal("standard output").description
        == "standard output is not a terminal: `dropscope run` and `dropscope frame` need no screen"
    )
  }

  @Test func `padding is not part of what a crash writes`() {
    #expect(TerminalSetup.withoutPadding("\u{1b}[m$<5/>x$<2>") == Array("\u{1b}[mx".utf8))
    #expect(TerminalSetup.withoutPadding("a$<b") == Array("a$<b".utf8))
  }
}

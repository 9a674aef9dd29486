import Testing

@testable import Terminal

@Suite struct ColorQuestionTests {
  private func answer(_ text: String) -> ColorQuestion.Answer {
    ColorQuestion.answer(in: Array(text.utf8))
  }

  @Test(arguments: [
    // xterm and VTE, Windows Terminal, foot: with a colour space, without, with semicolons.
    "0;48:2::1:2:3m", "0;48:2:1:2:3m", "48;2;1;2;3m", "0;1;48:2:1:1:2:3m",
  ])
  func `a terminal that is set to the colour takes any`(state: String) {
    let answer = answer("\u{1b}P1$r\(state)\u{1b}\\\u{1b}[?62;22c")
    #expect(answer == ColorQuestion.Answer(takesAny: true, isWhole: true))
  }

  @Test(arguments: ["1$r0m", "1$r0;48;5;16m", "0$r", "1$r0;38:2:1:2:3m", "1$r0;48:2:9:9:9m", ""])
  func `one that is set to another, or knows no such question, does not`(state: String) {
    let answer = answer("\u{1b}P\(state)\u{1b}\\\u{1b}[?1;2c")
    #expect(answer == ColorQuestion.Answer(isWhole: true))
  }

  @Test func `what is typed meanwhile is not lost, and half an answer is waited for`() {
    let answer = answer("q\u{1b}P1$r48;2;1;2;3m\u{1b}\\\u{1b}[A\u{1b}[?6c ")
    #expect(answer.takesAny && answer.isWhole)
    #expect(answer.typed == Array("q\u{1b}[A ".utf8))
    #expect(!self.answer("\u{1b}P1$r48;2;1;2;3m\u{1b}\\\u{1b}[?6").isWhole)
  }

  @Test func `asked is where the environment says nothing, and whoever stands next`() {
    func partner(_ variables: [String: String]) -> ColorQuestion.Partner? {
      var all = ["TERM": "xterm-256color"]
      all.merge(variables) { $1 }
      return ColorQuestion.partner { all[$0] }
    }
    #expect(partner([:]) == nil)
    #expect(partner(["SSH_TTY": "/dev/pts/1"]) == .terminal)
    #expect(partner(["SSH_CONNECTION": "a 1 b 22", "TERM": "xterm"]) == .terminal)
    #expect(partner(["SSH_TTY": "/dev/pts/1", "COLORTERM": "truecolor"]) == nil)
    #expect(partner(["SSH_TTY": "/dev/pts/1", "NO_COLOR": "1"]) == nil)
    #expect(partner(["SSH_TTY": "/dev/pts/1", "TERM": "linux"]) == nil)
    #expect(partner(["TMUX": "/tmp/tmux-0/default,1,0", "TERM": "screen-256color"]) == .tmux)
    #expect(partner(["STY": "1.pts-0", "SSH_TTY": "/dev/pts/1"]) == nil)
  }

  @Test func `what a program prints in time is heard, and one that says nothing is not waited for`()
  {
    #expect(TmuxClient.features(["echo", "256,RGB,title"], within: 5) == "256,RGB,title\n")
    let start = Monotonic.now()
    #expect(TmuxClient.features(["sleep", "60"], within: 0.05) == "")
    #expect(Monotonic.now() - start < 30)
    #expect(TmuxClient.features(["no-such-program-here"], within: 0.05) == "")
  }
}

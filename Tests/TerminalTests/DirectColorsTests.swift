import Interface
import Testing

@testable import Terminal

@Suite struct DirectColorsTests {
  private func areWanted(
    flag: ColorDepth? = nil, type: String = "xterm-256color", colors: Int = 256,
    hasTc: Bool = false, _ environment: [String: String]
  ) -> Bool {
    DirectColors.areWanted(flag: flag, type: type, colors: colors, hasTc: hasTc) {
      environment[$0]
    }
  }

  @Test(arguments: ["truecolor", "24bit"])
  func `COLORTERM brings them, where nobody wants others`(value: String) {
    #expect(areWanted(["COLORTERM": value]))
    #expect(areWanted(["COLORTERM": value, "NO_COLOR": ""]))
    #expect(!areWanted(["COLORTERM": value, "NO_COLOR": "1"]))
    for flag in ColorDepth.allCases {
      #expect(areWanted(flag: flag, ["COLORTERM": value]) == (flag == .direct))
    }
  }

  @Test func `so does the description's flag Tc`() {
    #expect(areWanted(hasTc: true, [:]))
    #expect(areWanted(type: "screen-256color", hasTc: true, [:]))
    #expect(!areWanted(hasTc: true, ["NO_COLOR": "1"]))
    #expect(!areWanted(flag: .palette256, hasTc: true, [:]))
  }

  @Test func `other values do not`() {
    for value in ["", "1", "yes", "rxvt", "TRUECOLOR"] { #expect(!areWanted(["COLORTERM": value])) }
    #expect(!areWanted([:]))
  }

  @Test func `the flag brings them, but not to terminals of few colours or of all`() {
    #expect(areWanted(flag: .direct, ["NO_COLOR": "1"]))
    for colors in [-1, 0, 8, 16, 88, 0x100_0000] {
      #expect(!areWanted(flag: .direct, colors: colors, ["COLORTERM": "truecolor"]))
    }
  }

  @Test func `GNU screen has a palette only, and tmux under its name has not`() {
    let environment = ["COLORTERM": "truecolor"]
    #expect(!areWanted(type: "screen.xterm-256color", environment))
    #expect(areWanted(type: "screen-256color", environment.merging(["TMUX": "x"]) { $1 }))
  }
}

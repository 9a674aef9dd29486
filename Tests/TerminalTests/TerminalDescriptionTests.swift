import CNCurses
import Testing

@testable import Terminal

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What `body` sees of a terminal after curses has read its description.
private func reading<Result>(
  _ name: String, _ variable: String?, _ body: () throws -> Result
) rethrows -> Result? {
  var status: Int32 = 0
  guard withTerminfo(variable, { setupterm(name, 1, &status) }) == 0 else { return nil }
  return try body()
}

extension TerminalScreenTests {
  @Test func `the program brings the usual terminals`() {
    let expected = [
      "xterm", "xterm-256color", "xterm-direct", "xterm-kitty", "alacritty", "screen",
      "screen-256color", "tmux", "tmux-256color", "linux", "vt100", "vt220",
      "rxvt-unicode-256color", "dumb",
    ]
    #expect(Set(expected).isSubset(of: TerminalDescription.builtInNames))
  }

  @Test func `curses reads of a built-in description what stands in it`() throws {
    for name in TerminalDescription.builtInNames {
      let description = try #require(TerminalDescription.builtIn(name))
      let read = try #require(
        reading(name, description.variable) { TerminalDescription(current: name) })
      #expect(description.flags.isSubset(of: read.flags), "\(name)")
      #expect(description.numbers.allSatisfy { read.numbers[$0] == $1 }, "\(name)")
      // curses itself gives older terminals a few strings that were once understood.
      for (capability, bytes) in description.strings {
        #expect(read.strings[capability] == bytes, "\(name) \(capability)")
      }
    }
  }

  /// The machine's own database is what the list was written from; another version of it may tell a
  /// few things otherwise, but not how the cursor moves or which colours there are.
  @Test func `built-in descriptions agree with the machine's in what a frame is made of`() throws {
    let decisive = ["cup", "clear", "el", "setaf", "op", "civis", "kcuu1", "cud1"]
    var compared = 0
    for name in TerminalDescription.builtInNames {
      let own = try #require(TerminalDescription.builtIn(name))
      guard let theirs = reading(name, nil, { TerminalDescription(current: name) })
      else { continue }
      compared += 1
      for capability in decisive {
        #expect(own.strings[capability] == theirs.strings[capability], "\(name) \(capability)")
      }
      #expect(own.numbers["colors"] == theirs.numbers["colors"], "\(name)")
    }
    // Even the smallest installation of ncurses knows a few.
    #expect(compared > 3)
  }

  @Test func `escapes of terminfo stand for their bytes, and a terminal told by another differs`() {
    let source = """
      # a comment
      first,
      \tam,
      \tcols#80,
      \tpairs#0x10,
      \tbel=^G,
      \tcr=\\r,
      \tkbs=^?,
      \tsgr0=\\E[m\\017\\0\\,\\\\\\^\\s,
      second,
      \tuse=first,
      \tbel@,
      \tam@,
      \tcols@,
      """
    let known = TerminalDescription.parse(source)
    #expect(known["first"]?.flags == ["am"])
    #expect(known["first"]?.numbers == ["cols": 80, "pairs": 16])
    #expect(
      known["first"]?.strings == [
        "bel": [7], "cr": [13], "kbs": [127], "sgr0": [27, 91, 109, 15, 128, 44, 92, 94, 32],
      ])
    #expect(known["second"]?.flags == [] && known["second"]?.numbers == ["pairs": 16])
    #expect(known["second"]?.strings["bel"] == nil && known["second"]?.strings["cr"] == [13])
  }

  @Test(arguments: [
    ("xterm-oddity", "xterm-256color"), ("oddity", "xterm-256color"), ("x/y", "xterm-256color"),
    ("screen.xterm-odd", "screen-256color"), ("tmux-odd", "tmux-256color"),
    ("linux-16odd", "linux"), ("xterm.odd", "xterm-256color"), ("..", "xterm-256color"),
  ])
  func `an unknown terminal goes on as the one that it is most like, and says so`(
    type: String, drawnAs: String
  ) throws {
    let kind = try TerminalKind(type: type, output: 1)
    #expect(kind.name == drawnAs && kind.variable != nil)
    #expect(kind.notice == "terminal \(type) is not known here: drawn as \(drawnAs)")
  }

  @Test func `a machine without any database draws on every built-in terminal but the dumb one`() {
    setenv("TERMINFO", "/no/such/folder", 1)
    defer { unsetenv("TERMINFO") }
    for name in TerminalDescription.builtInNames {
      do throws(TerminalError) {
        let kind = try TerminalKind(type: name, output: 1, hasDatabase: false)
        #expect(kind.variable != nil)
        #expect(name != "dumb" && kind.name == name && kind.notice == nil)
      } catch { #expect(name == "dumb" && error == .noCursorMotion("dumb")) }
    }
    #expect(String(cString: getenv("TERMINFO")) == "/no/such/folder")
  }

  @Test func `a terminal of which nothing is said is refused`() {
    for (type, error) in [
      ("", TerminalError.unknownTerminal("")), ("unknown", .unknownTerminal("unknown")),
      ("dumb", .noCursorMotion("dumb")),
    ] {
      #expect(throws: error) { try TerminalKind(type: type, output: 1) }
    }
  }

  @Test func `UTF-8 is wanted where no locale is named, or one of UTF-8`() {
    func wants(_ environment: [String: String]) -> Bool {
      TerminalLocale.wantsUTF8 { environment[$0] }
    }
    #expect(wants([:]) && wants(["LANG": ""]) && wants(["LANG": "de_CH.utf8"]))
    #expect(wants(["LC_ALL": "", "LC_CTYPE": "xx_YY.UTF-8", "LANG": "C"]))
    #expect(!wants(["LANG": "C"]) && !wants(["LANG": "POSIX"]) && !wants(["LC_ALL": "de_DE"]))
    #expect(!wants(["LC_ALL": "C", "LANG": "C.UTF-8"]))
  }

  @Test func `a terminal that only its name says takes any colour is given them`() {
    func areWanted(_ type: String, _ environment: [String: String] = [:]) -> Bool {
      DirectColors.areWanted(flag: nil, type: type, colors: 256, hasTc: false) { environment[$0] }
    }
    #expect(areWanted("xterm-kitty") && areWanted("xterm-ghostty") && areWanted("foot"))
    #expect(!areWanted("xterm-256color") && !areWanted("xterm-kitty", ["NO_COLOR": "1"]))
  }
}

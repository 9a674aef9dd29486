import DropoutEngine
import Foundation
import Testing

@testable import Interface

/// What is typed after `:`.
@Suite struct LineCommandTests {
  private func type(_ line: String, _ screen: inout StateFixture) -> [Request] {
    _ = screen.press(":" + line)
    return screen.press(.enter)
  }

  @Test func `a number and goto go to a call, and stay there`() {
    var screen = StateFixture()
    #expect(type("12", &screen) == [.seek(12)])
    #expect(!screen.state.playback.isPlaying)
    _ = screen.send(.arrived(screen.arrival(12)))
    #expect(type("goto 3", &screen) == [.seek(3)])
    #expect(screen.state.lines == ["12", "goto 3"])
  }

  @Test(arguments: [
    ("bogus", "there is no command 'bogus'; tab lists them"),
    ("ra", "there is no command 'ra'; did you mean rate or ranks?"),
    ("rate", "rate needs P, as rate 0.2"),
    ("rate x", "'x' is no rate; it may be a number from 0 to 1"),
    ("rate 1.5", "'1.5' is no rate; it may be a number from 0 to 1"),
    ("goto -3", "'-3' is no call; it may be a whole number above 0"),
    ("seed -1", "'-1' is no seed; it may be a whole number from 0"),
    ("mode twice", "'twice' is no mode; it may be vanilla, inverted"),
    ("phase off", "'off' is no phase; it may be train, eval"),
    ("theme pink", "'pink' is no theme; it may be dark, light, grey"),
    ("site nowhere", "'nowhere' is no site; it may be hidden1, hidden2"),
    ("help me", "help takes nothing"),
    ("write", "write needs a file to record to, as write run.jsonl"),
    ("screenshot a.png", "'a.png' ends"),
    ("fork", "this is a simulation already: change its rate, mode or seed as it is"),
    ("accept", "there is no finding to accept"),
  ])
  func `a line that cannot be carried out asks for nothing, and is told in one`(
    line: String, says: String
  ) {
    var screen = StateFixture()
    #expect(type(line, &screen).isEmpty)
    let told = screen.state.notice?.text ?? ""
    #expect(told.hasPrefix(says) && !told.contains("\n"), "\(told)")
    #expect(screen.state.prompt == nil)
  }

  @Test func `settings are asked for as their keys ask`() throws {
    var screen = StateFixture(playing: false)
    let rate = try Rate(0.2)
    #expect(
      type("rate 0.2", &screen) == [.change(.rate(site: "hidden1", rate), inPlace: true)])
    _ = screen.send(.arrived(screen.arrival(10)))
    #expect(type("mode", &screen) == [.change(.mode(.vanilla), inPlace: true)])
    _ = screen.send(.arrived(screen.arrival(10)))
    #expect(type("phase EVAL", &screen) == [.change(.phase(.eval), inPlace: true)])
    _ = screen.send(.arrived(screen.arrival(10)))
    let jax = try Dialect.named("jax")
    #expect(type("dialect jax", &screen) == [.change(.dialect(jax), inPlace: true)])
    _ = screen.send(.arrived(screen.arrival(10)))
    #expect(type("seed 7", &screen) == [.reseed(7)])
  }

  @Test func `a change that replaces calls needs an exclamation mark`() {
    var screen = StateFixture(call: 5, playing: false)
    screen.state.arrival?.newest = 98
    #expect(type("rate 0.2", &screen).isEmpty)
    #expect(
      screen.state.notice?.text == "that replaces calls 5 to 98: rate! 0.2 does so")
    #expect(type("rate! 0.2", &screen).count == 1)
  }

  @Test func `nothing of a recording is changed, and fork goes on from the call on screen`() {
    var screen = StateFixture(call: 4)
    screen.state.arrival?.kind = .recorded
    for line in ["rate 0.2", "mode", "phase", "seed 3", "dialect jax"] {
      #expect(type(line, &screen).isEmpty)
      #expect(screen.state.notice?.text.hasPrefix("this is a recording") == true, "\(line)")
    }
    #expect(type("fork", &screen) == [.fork(at: 4)])
  }

  @Test func `write, screenshot and open name their files as they were typed`() {
    var screen = StateFixture()
    #expect(type("write  a b.jsonl ", &screen) == [.record(to: "a b.jsonl")])
    _ = screen.send(.recording(.on(name: "a b.jsonl")))
    #expect(type("write other.jsonl", &screen).isEmpty)
    #expect(type("write", &screen) == [.stopRecording])
    #expect(type("screenshot x.TXT", &screen) == [.screenshot(path: "x.TXT")])
    #expect(type("open d.jsonl", &screen) == [.open(path: "d.jsonl")])
    #expect(type("quit", &screen) == [.quit(0)])
  }

  @Test func `a site is found by any part of its name that no other has`() {
    var screen = StateFixture()
    _ = type("site den2", &screen)
    #expect(screen.state.site == SiteRun(name: "hidden2"))
    _ = type("site hidden", &screen)
    #expect(screen.state.notice?.text == "'hidden' is no site; it may be hidden1, hidden2")
  }

  @Test func `findings are accepted by rule, by rule and site, and all sites of a rule at once`()
    throws
  {
    var screen = StateFixture()
    _ = screen.send(.examined(SampleVerdict.conclusion()))
    let finding = try #require(screen.state.findings.first { !$0.sites.isEmpty })
    let name = "\(finding.rule):\(finding.sites[0])"
    #expect(
      type("accept \(name.lowercased())", &screen)
        == [.accept(rule: finding.rule, site: finding.sites[0])])
    let sites = screen.state.findings.filter { $0.rule == finding.rule }.flatMap(\.sites)
    #expect(type("accept \(finding.rule)", &screen).count == sites.count)
    _ = type("accept D99", &screen)
    #expect(screen.state.notice?.text.hasPrefix("'D99' is no finding") == true)
  }

  @Test func `every view is shown by its name`() {
    for view in Views.all where view.needs.isEmpty {
      var screen = StateFixture()
      #expect(type(view.name, &screen).allSatisfy { !$0.isMove })
      #expect(screen.state.view == view.digit)
    }
  }

  @Test func `tab completes a lone word and walks several, backwards with shift`() {
    var screen = StateFixture()
    _ = screen.press(":scr")
    _ = screen.press(.tab)
    #expect(screen.state.prompt?.text == "screenshot ")
    _ = screen.press(.control("u"))
    _ = screen.press("theme ")
    let walked = [Key.tab, .tab, .tab, .tab, .backTab].map { key in
      _ = screen.press(key)
      return screen.state.prompt?.text
    }
    #expect(walked == ["theme dark", "theme light", "theme grey", "theme dark", "theme grey"])
    _ = screen.press(.enter)
    #expect(screen.state.theme == 2)
  }

  @Test func `up and down walk what was typed before, and come back to what was begun`() {
    var screen = StateFixture()
    _ = type("theme light", &screen)
    _ = type("theme dark", &screen)
    _ = type("theme dark", &screen)
    #expect(screen.state.lines == ["theme light", "theme dark"])
    _ = screen.press(":ra")
    let walked = [Key.up, .up, .up, .down, .down, .down].map { key in
      _ = screen.press(key)
      return screen.state.prompt?.text
    }
    #expect(
      walked == ["theme dark", "theme light", "theme light", "theme dark", "ra", "ra"])
    _ = screen.press(.control("w"))
    #expect(screen.state.prompt?.text == "")
  }

  @Test func `each command has a name of its own, and words that fit where they stand`() {
    #expect(Set(LineCommands.all.map(\.name)).count == LineCommands.all.count)
    for command in LineCommands.all {
      #expect(command.usage.count <= 20 && command.summary.count <= 38, "\(command.usage)")
      #expect(command.isOptional || !command.example.isEmpty, "\(command.name)")
    }
  }

  @Test func `the README holds the table of commands as it is`() throws {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("<!-- commands -->\n\(LineCommands.markdown)<!-- /commands -->"))
  }

  @Test func `a screenshot is the frame without what is typed and told`() {
    var state = SampleCall().state(80, 24)
    let plain = Screenshot.write(state, as: .text)
    _ = update(&state, .key(.character(":")), at: 0)
    _ = update(&state, .notice("hello"), at: 0)
    #expect(Screenshot.write(state, as: .text) == plain)
    #expect(Screenshot.write(state, as: .svg).hasPrefix("<svg"))
    #expect(Screenshot.write(state, as: .ansi).contains("\u{1b}[") && !plain.contains("\u{1b}"))
    #expect(Screenshot.Form(fileName: ".txt") == nil && Screenshot.Form(fileName: "a.md") == nil)
  }

  @Test func `another session's screen keeps what is of the person`() {
    var screen = StateFixture(call: 40)
    _ = type("theme grey", &screen)
    screen.state.extents = ["time": 8]
    let other = screen.state.turned(to: 7, isPlaying: false)
    #expect(other.theme == 2 && other.lines == ["theme grey"] && other.extents == ["time": 8])
    #expect(other.arrival == nil && other.playback.start == 7 && !other.playback.isPlaying)
  }
}

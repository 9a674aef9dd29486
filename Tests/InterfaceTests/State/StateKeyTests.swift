import DropoutEngine
import Testing

@testable import Interface

@Suite struct StateKeyTests {
  @Test func `the prompt takes what is typed, and enter goes to that call`() {
    var screen = StateFixture()
    _ = screen.press(":123")
    #expect(screen.state.prompt?.text == "123")
    _ = screen.press(.backspace)
    #expect(screen.press(.enter) == [.seek(12)])
    #expect(screen.state.prompt == nil)
    #expect(!screen.state.playback.isPlaying)
  }

  @Test func `the prompt goes to call 1 at the least, is bounded, and escape closes it`() {
    var screen = StateFixture()
    _ = screen.press(":0")
    #expect(screen.press(.enter) == [.seek(1)])
    _ = screen.send(.arrived(screen.arrival(1)))
    _ = screen.press(":" + String(repeating: "9", count: 900))
    #expect(screen.state.prompt?.text.count == Prompt.limit)
    #expect(screen.press(.escape).isEmpty)
    #expect(screen.state.prompt == nil)
    _ = screen.press(":")
    #expect(screen.press(.enter).isEmpty)
    #expect(screen.press(":") == [])
    #expect(screen.press(.control("c")) == [.quit(130)])
  }

  @Test func `q quits even when help is open, and a signal quits with its number`() {
    var screen = StateFixture()
    _ = screen.press("?")
    #expect(screen.state.helpIsOpen)
    #expect(screen.press("q") == [.quit(0)])
    #expect(screen.send(.terminated(signal: 15)) == [.quit(143)])
    #expect(screen.press(.control("z")) == [.suspend])
    #expect(screen.press(.control("l")) == [.repaint])
  }

  @Test func `escape undoes the innermost first`() {
    var screen = StateFixture()
    _ = screen.press(.enter)
    _ = screen.press("j")
    _ = screen.press("?")
    _ = screen.press(.escape)
    #expect(!screen.state.helpIsOpen && screen.state.unit == 0)
    _ = screen.press(.escape)
    #expect(screen.state.unit == nil && screen.state.expanded == .network)
    _ = screen.press(.escape)
    #expect(screen.state.expanded == nil)
  }

  @Test func `enter walks the panels`() {
    var screen = StateFixture()
    let walked = (0..<6).map { _ in
      _ = screen.press(.enter)
      return screen.state.expanded
    }
    #expect(walked == [.network, .batch, .numbers, .histograms, .time, .network])
  }

  @Test func `units move over the grid and stop at its edges`() {
    var screen = StateFixture()
    let columns = unitsPerRow(screen.state)
    #expect(screen.press(.down).isEmpty)
    #expect(screen.state.unit == 0)
    _ = screen.press("hk")
    #expect(screen.state.unit == 0)
    #expect(screen.press(.right).isEmpty)
    _ = screen.press("j")
    #expect(screen.state.unit == columns + 1)
    for _ in 0..<100 { _ = screen.press("l") }
    #expect(screen.state.unit == 2 * columns - 1)
    for _ in 0..<100 { _ = screen.press("j") }
    #expect(screen.state.unit! < 32)
    _ = screen.press(.escape)
    #expect(screen.press(.right) == [.advance(1)])
  }

  @Test func `layers and samples stay inside the call on screen`() {
    var screen = StateFixture()
    _ = screen.press(.backTab)
    #expect(screen.state.site == SiteRun(name: "hidden2"))
    for _ in 0..<9 { _ = screen.press(.pageDown) }
    #expect(screen.state.sample == 3)
    _ = screen.press("j")
    screen.state.unit = 15
    var smaller = screen.arrival(11)
    smaller.call.sites = [smaller.call.sites[1]]
    smaller.call.sites[0].shape = [2, 3]
    _ = screen.send(.arrived(smaller))
    #expect(screen.state.selectedIndex == 0 && screen.state.unit == 2 && screen.state.sample == 1)
    smaller.call.sites = []
    _ = screen.send(.arrived(smaller))
    #expect(
      screen.state.selectedSite == nil && screen.state.unit == nil && screen.state.sample == 0)
    for binding in Views.keys(of: MasksView()).bindings { _ = screen.press(binding.keys[0]) }
  }

  @Test func `recording is started, stopped, and its failure told for four seconds`() {
    var screen = StateFixture(playing: false)
    #expect(screen.press("w") == [.startRecording])
    _ = screen.send(.recording(.on(name: "a.jsonl")))
    #expect(screen.press("w") == [.stopRecording])
    _ = screen.send(.recording(.failed(name: "a.jsonl", reason: "disk full")))
    #expect(screen.state.notice?.text == "recording to a.jsonl stopped: disk full")
    #expect(nextDeadline(screen.state) == 104)
    _ = screen.tickWhenDue()
    #expect(screen.state.notice == nil && nextDeadline(screen.state) == nil)
  }

  @Test func `themes go round`() {
    var screen = StateFixture()
    _ = screen.press("T")
    #expect(screen.state.theme == 2)
    _ = screen.press("t")
    #expect(screen.state.theme == 0)
  }

  @Test func `the clock and waiting requests do not change the picture, a wish does`() {
    var screen = StateFixture()
    let before = screen.state
    _ = screen.tickWhenDue()
    #expect(screen.state != before && screen.state.looksLike(before))
    _ = screen.press("m")
    #expect(!screen.state.looksLike(before))
  }
}

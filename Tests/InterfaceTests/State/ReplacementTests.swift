import DropoutEngine
import Testing

@testable import Interface

@Suite struct ReplacementTests {
  @Test(arguments: ["m", "e", "+", "-"])
  func `a change at a past call says what it replaces, and the second time does it`(key: String) {
    var screen = StateFixture(call: 5, playing: false)
    screen.state.arrival?.newest = 98
    #expect(screen.press(key).isEmpty)
    let footer = footer(screen.state)
    let what = "\(key) again replaces calls 5 to 98, and what is marked there."
    #expect(footer == what + " Any other key keeps them.")
    let requests = screen.press(key)
    guard case .change(_, inPlace: true) = requests.first else {
      Issue.record("\(requests)")
      return
    }
    #expect(screen.state.armed == nil)
  }

  @Test func `while it plays the call on screen stays as it is`() {
    var screen = StateFixture(call: 5)
    screen.state.arrival?.newest = 98
    #expect(screen.press("m").isEmpty)
    #expect(footer(screen.state).hasPrefix("m again replaces calls 6 to 98"))
    #expect(screen.press("m") == [.change(.mode(.vanilla), inPlace: false)])
  }

  @Test func `any other key lets go`() {
    var screen = StateFixture(call: 5, playing: false)
    screen.state.arrival?.newest = 98
    for other in ["e", "?", "z", "Z", ":"] {
      #expect(screen.press("m").isEmpty)
      _ = screen.press(other)
      #expect(screen.state.armed != .toggleMode)
      screen.state.prompt = nil
      screen.state.helpIsOpen = false
      #expect(screen.press("m").isEmpty, "\(other)")
      screen.state.armed = nil
    }
  }

  @Test func `nothing is asked twice where nothing is replaced`() {
    var newest = StateFixture(call: 98, playing: false)
    #expect(newest.press("m") == [.change(.mode(.vanilla), inPlace: true)])
    var log = StateFixture(call: 5, playing: false)
    log.state.arrival?.newest = 98
    log.state.arrival?.kind = .recorded
    #expect(log.press("m") == [.change(.mode(.vanilla), inPlace: true)])
    var full = StateFixture(playing: false)
    _ = full.send(.arrived(full.arrival(5, rates: [1, 1])))
    full.state.arrival?.newest = 98
    #expect(full.press("+").isEmpty && full.state.armed == nil)
  }

  private func footer(_ state: ScreenState) -> String {
    var state = state
    state.themes = Theme.builtIn
    let rows = ansi(picture(state), .none).split(separator: "\n").map(String.init)
    return rows.last { $0.contains("again replaces") }?.trimmingCharacters(in: [" "]) ?? ""
  }
}

extension String {
  fileprivate func trimmingCharacters(in characters: Set<Character>) -> String {
    let start = drop { characters.contains($0) }
    return String(start.reversed().drop { characters.contains($0) }.reversed())
  }
}

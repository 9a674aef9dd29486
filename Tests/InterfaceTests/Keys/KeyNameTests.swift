import Testing

@testable import Interface

@Suite struct KeyNameTests {
  @Test func `a key is found by its name, and a range of keys is none`() {
    let names: [(String, Key?)] = [
      ("space", .character(" ")), ("a", .character("a")), ("=", .character("=")),
      ("ctrl-l", .control("l")), ("f1", .f(1)), ("pgdn", .pageDown), ("1-9", nil), ("", nil),
      ("ctrl-", nil), ("f", .character("f")), ("f99", nil), ("paws", nil),
    ]
    for (name, key) in names { #expect(Key(name: name) == key, "\(name)") }
  }

  @Test func `a key of one's own does what another does, but for letters that are typed`() {
    var screen = StateFixture(playing: true)
    screen.state.aliases = [.character("p"): .character(" ")]
    _ = screen.press("p")
    #expect(!screen.state.playback.isPlaying)
    _ = screen.press(":p")
    #expect(screen.state.prompt?.text == "p")
    _ = screen.press(.escape)
    screen.state.view = 2
    _ = screen.press("/p")
    #expect(screen.state.memory[LayersState.self].filter == "p")
  }
}

import Testing

@testable import Interface

/// What a terminal is told between two frames.
struct ChangesTests {
  private func canvas(_ rows: String..., style: Style = Style()) -> Canvas {
    var canvas = Canvas(size: Size(width: 20, height: rows.count))
    for (y, row) in rows.enumerated() { canvas.write(row, style, x: 0, y: y) }
    return canvas
  }

  @Test func `the same frame again is nothing to tell`() {
    let frame = canvas("abc", "def", style: Style(foreground: Color(red: 1, green: 2, blue: 3)))
    #expect(ansiChanges(from: frame, to: frame, .direct) == "")
  }

  @Test func `only what differs is told, from where it stands`() {
    let old = canvas("abcdefghijklmnop", "xyz")
    #expect(ansiChanges(from: old, to: canvas("abcdefghijklmnOp", "xyz"), .none) == "\u{1B}[1;15HO")
    // Few cells between two changes are told once more, many are passed over.
    let near = canvas("AbcDefghijklmnop", "xyz")
    #expect(ansiChanges(from: old, to: near, .none) == "\u{1B}[1;1HAbcD")
    #expect(
      ansiChanges(from: old, to: canvas("AbcdefghijklMnop", "xYz"), .none)
        == "\u{1B}[1;1HA\u{1B}[11CM\u{1B}[2;2HY")
  }

  @Test func `a blank shows no ink, but its ground and its line`() {
    let red = Color(red: 255, green: 0, blue: 0)
    let plain = canvas("   ")
    let inked = canvas("   ", style: Style(foreground: red))
    #expect(ansiChanges(from: plain, to: inked, .direct) == "")
    let ground = ansiChanges(from: plain, to: canvas("  ", style: Style(background: red)), .direct)
    #expect(ground == "\u{1B}[1;1H\u{1B}[48;2;255;0;0m  \u{1B}[0m")
  }

  @Test func `a frame of another size is told whole`() {
    let small = Canvas(size: Size(width: 2, height: 1))
    #expect(ansiChanges(from: small, to: canvas("ab"), .none) == "\u{1B}[1;1Hab")
    #expect(ansiChanges(from: nil, to: canvas("ab"), .none) == "\u{1B}[1;1Hab")
  }
}

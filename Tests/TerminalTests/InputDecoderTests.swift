import CNCurses
import Interface
import Testing

@testable import Terminal

@Suite struct InputDecoderTests {
  /// Feeds codes of keys and characters, all at one moment.
  private func events(
    _ parts: [(Int32?, String)], at times: [Double] = [], decoder: InputDecoder = InputDecoder()
  ) -> [Event] {
    var decoder = decoder
    var events: [Event] = []
    for (index, (code, text)) in parts.enumerated() {
      let now = index < times.count ? times[index] : 1
      if let code, let event = decoder.take(UInt32(bitPattern: code), isKey: true, at: now) {
        events.append(event)
      }
      for scalar in text.unicodeScalars {
        if let event = decoder.take(scalar.value, isKey: false, at: now) { events.append(event) }
      }
    }
    return events
  }

  @Test(arguments: [
    ("0;12;5M", Mouse(.press, x: 11, y: 4)), ("0;12;5m", Mouse(.release, x: 11, y: 4)),
    ("32;300;90M", Mouse(.drag, x: 299, y: 89)), ("64;1;1M", Mouse(.wheelUp, x: 0, y: 0)),
    ("65;1;1M", Mouse(.wheelDown, x: 0, y: 0)), ("16;3;4M", Mouse(.press, x: 2, y: 3)),
  ])
  func `a report of the mouse is what was done, and where`(text: String, mouse: Mouse) {
    #expect(events([(KeyDecoder.mouse, text + "a")]) == [.mouse(mouse), .key(.character("a"))])
  }

  @Test(arguments: ["2;1;1M", "1;5;5m", "35;1;1M", "66;2;2M", "0;0;0M", "0;1M", ";;M", "0;1;1;1M"])
  func `what no button of use sends is no event`(text: String) {
    #expect(events([(KeyDecoder.mouse, text + "q")]) == [.key(.character("q"))])
  }

  @Test func `a report in the old form is read as well`() {
    #expect(
      events([(KeyDecoder.oldMouse, " ,%"), (KeyDecoder.oldMouse, "#,%"), (nil, "x")])
        == [
          .mouse(Mouse(.press, x: 11, y: 4)), .mouse(Mouse(.release, x: 11, y: 4)),
          .key(.character("x")),
        ])
  }

  @Test func `a report in pieces is put together, one without an end gives way to keys`() {
    #expect(
      events([(KeyDecoder.mouse, "0;1"), (nil, "2;5M")], at: [1, 1.1])
        == [.mouse(Mouse(.press, x: 11, y: 4))])
    #expect(
      events([(KeyDecoder.mouse, "0;1"), (nil, "q")], at: [1, 1.5]) == [.key(.character("q"))])
    #expect(events([(KeyDecoder.mouse, "0;1"), (KEY_UP, "")]) == [.key(.up)])
    for begin in [KeyDecoder.mouse, KeyDecoder.oldMouse, KeyDecoder.answer] {
      #expect(events([(begin, "\u{3}q")]) == [.key(.control("c")), .key(.character("q"))])
    }
  }

  @Test(arguments: [
    ("11;rgb:ffff/8080/0000", Color(red: 255, green: 128, blue: 0)),
    ("11;rgb:ff/80/00", Color(red: 255, green: 128, blue: 0)),
    ("11;rgb:f/8/0", Color(red: 255, green: 136, blue: 0)),
  ])
  func `the terminal's answer is its ground, however it ends`(text: String, color: Color) {
    #expect(events([(KeyDecoder.answer, text), (KeyDecoder.answerEnd, "")]) == [.ground(color)])
    #expect(events([(KeyDecoder.answer, text + "\u{7}")]) == [.ground(color)])
  }

  @Test(arguments: [
    "10;rgb:0/0/0", "11;rgb:1/2", "11;rgb:x/y/z", "11;rgb:12345/0/0", "", "52;c;QQ==",
  ])
  func `another answer is swallowed, and no letter of it is a key`(text: String) {
    #expect(
      events([(KeyDecoder.answer, text), (KeyDecoder.answerEnd, "q")]) == [.key(.character("q"))])
  }

  @Test func `alt and a bracket hold no later key up`() {
    #expect(
      events([(KeyDecoder.answer, ""), (nil, "q")], at: [1, 1.3]) == [.key(.character("q"))])
    let long = String(repeating: "x", count: 64)
    #expect(events([(KeyDecoder.answer, long + "q")]) == [.key(.character("q"))])
  }
}

@Suite struct DialogueTests {
  /// From RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `text is encoded as the RFC's vectors are`(text: String, encoded: String) {
    #expect(Dialogue.base64(Array(text.utf8)) == encoded)
  }

  private func copying(_ text: String, _ environment: [String: String]) -> String? {
    Dialogue.copying(text, environment: { environment[$0] })
  }

  @Test func `what is copied goes through tmux, and never to a console that would print it`() {
    let plain = "\u{1b}]52;c;Zm9v\u{7}"
    #expect(copying("foo", ["TERM": "xterm-256color"]) == plain)
    #expect(
      copying("foo", ["TERM": "tmux-256color", "TMUX": "/tmp/tmux"])
        == plain + "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;Zm9v\u{7}\u{1b}\\")
    #expect(copying("foo", ["TERM": "linux"]) == nil && copying("foo", [:]) == nil)
    #expect(copying(String(repeating: "x", count: 60_000), ["TERM": "xterm"]) == nil)
  }
}

import Testing

@testable import PlainText

@Suite struct PlainTests {
  /// Code points that a terminal may obey, that reorder text, or that nobody sees.
  static let hostile: [ClosedRange<UInt32>] = [
    0x00...0x1F, 0x7F...0x9F,  // C0, DEL, C1
    0x061C...0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069,  // reordering
    0x2028...0x2029,  // separators of lines and paragraphs
    0x00AD...0x00AD, 0x034F...0x034F, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2064,
    0x206A...0x206F, 0xFEFF...0xFEFF, 0xFFF9...0xFFFB, 0xE0001...0xE0001, 0xE0020...0xE007F,
    0x115F...0x1160, 0x3164...0x3164, 0xFFA0...0xFFA0,  // letters without a shape
    0xFE00...0xFE0D, 0xE0100...0xE01EF,  // variation selectors that no emoji takes
    0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD,  // private use
    0x0378...0x0379, 0xFDD0...0xFDEF, 0xFFFE...0xFFFF, 0x10FFFF...0x10FFFF,  // no meaning
  ]

  @Test(arguments: hostile)
  func `a code point that could be obeyed or overlooked is not plain`(range: ClosedRange<UInt32>) {
    for code in range {
      guard let scalar = Unicode.Scalar(code) else { continue }
      let text = "a" + String(String.UnicodeScalarView([scalar])) + "b"
      #expect(printable(text) == "a?b", "U+\(String(code, radix: 16))")
      #expect(plain(text) == "a\\u{\(String(code, radix: 16))}b")
    }
  }

  @Test func `letters, marks, symbols and emoji of all scripts stay`() {
    let text = " az~ é e\u{301} Ж ש ع अ 漢 ﷺ → █ ⣿ … \u{A0} \u{2800} 🙂 ❤\u{FE0F} \u{FFFD}"
    #expect(printable(text) == text)
    #expect(plain(text) == text)
  }

  @Test func `an emoji that joiners hold together falls apart into its parts`() {
    #expect(printable("👩\u{200D}🚀") == "👩?🚀")
    #expect(plain("👩\u{200D}🚀") == "👩\\u{200d}🚀")
  }

  @Test func `an escape sequence is spelt out`() {
    #expect(printable("a\u{1B}[2J\u{9B}é\n") == "a?[2J?é?")
    #expect(plain("a\u{1B}[2J\u{9B}\u{202E}é") == #"a\u{1b}[2J\u{9b}\u{202e}é"#)
  }

  @Test func `long names are cut, and the cut is shown`() {
    #expect(plain(String(repeating: "x", count: 80)).count == 80)
    #expect(plain(String(repeating: "x", count: 81)) == String(repeating: "x", count: 80) + "…")
    #expect(plain("abc", limit: 2) == "ab…")
  }
}

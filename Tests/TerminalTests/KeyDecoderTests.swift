import CNCurses
import Interface
import Testing

@testable import Terminal

@Suite struct KeyDecoderTests {
  @Test(arguments: [
    (UInt32(97), Key.character("a")), (233, .character("é")), (0x2192, .character("→")),
    (32, .character(" ")), (3, .control("c")), (26, .control("z")), (12, .control("l")),
    (9, .tab), (10, .enter), (13, .enter), (27, .escape), (8, .backspace), (127, .backspace),
    (28, .control("\\")),
  ])
  func `a character is the key that sends it`(code: UInt32, key: Key) {
    #expect(KeyDecoder.character(code) == key)
  }

  @Test(arguments: [UInt32(0), 0x80, 0x9F, 0xD800, 0x11_0000])
  func `what is no character is no key`(code: UInt32) {
    #expect(KeyDecoder.character(code) == nil)
  }

  @Test func `function keys have their names, and a resize is no key`() {
    #expect(KeyDecoder.functionKey(KEY_SLEFT) == .shiftLeft)
    #expect(KeyDecoder.functionKey(KEY_BTAB) == .backTab)
    #expect(KeyDecoder.functionKey(KEY_F0 + 1) == .f(1))
    #expect(KeyDecoder.functionKey(KEY_RESIZE) == nil)
  }
}

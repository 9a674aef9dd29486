import Interface
import Testing

@testable import Terminal

@Suite struct DepthDetectionTests {
  @Test(arguments: [
    (-1, false, ColorDepth.none), (8, false, .ansi8), (16, false, .ansi16), (88, false, .ansi16),
    (256, false, .palette256), (0x100_0000, true, .direct), (0x100_0000, false, .palette256),
  ])
  func `the terminal decides when nobody else does`(colors: Int, rgb: Bool, depth: ColorDepth) {
    let detection = DepthDetection(flag: nil, noColor: nil, colors: colors, hasRGB: rgb)
    #expect(detection.depth == depth)
  }

  @Test func `a non-empty NO_COLOR wins over the terminal, an empty one does not`() {
    #expect(DepthDetection(flag: nil, noColor: "0", colors: 256, hasRGB: false).depth == .none)
    #expect(DepthDetection(flag: nil, noColor: "", colors: 256, hasRGB: false).depth == .palette256)
  }

  @Test func `the flag wins over NO_COLOR, but gives no more than the terminal has`() {
    #expect(DepthDetection(flag: .ansi8, noColor: "1", colors: 256, hasRGB: false).depth == .ansi8)
    #expect(DepthDetection(flag: .direct, noColor: nil, colors: 8, hasRGB: false).depth == .ansi8)
    #expect(DepthDetection(flag: .ansi8, noColor: nil, colors: -1, hasRGB: false).depth == .none)
  }

  @Test func `a terminal of direct colours has no palette of 256`() {
    let detection = DepthDetection(
      flag: .palette256, noColor: nil, colors: 0x100_0000, hasRGB: true)
    #expect(detection.depth == .direct)
  }
}
